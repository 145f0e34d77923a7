// The search of select boxes: each typed word begins another word of the option; accents and case do not matter.
// Streamlit calls it instead of its own search, in which "loc" does not match "Lộc" (components/web/javascript_patch.py),
// and asks for the words of its boxes, which are English otherwise.
{
  const fold = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("đ", "d")
  const words = text => fold(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean)

  window.saidInBox = (name, count) => document.querySelector(".live")?.dataset[name]?.replace("{count}", count)

  window.found = (choices, typed) => {
    const sought = words(typed).sort((one, other) => other.length - one.length)
    return choices.filter(({ label }) => {
      const said = words(label)
      return sought.every(word => {
        const at = said.findIndex(each => each.startsWith(word))
        return at >= 0 && said.splice(at, 1)
      })
    })
  }
}
