// Keys that are pressed while the page is loaded again, before there is a field to receive them.
const earlyKeys = {}
{
  const OTHER = "input, textarea, select, button, a"
  let held = null

  earlyKeys.hold = () => { held = "" }
  earlyKeys.drop = () => { held = null }

  addEventListener("keydown", event => {
    const { key, target, ctrlKey, metaKey, altKey } = event
    if (held === null || ctrlKey || metaKey || altKey || event.isComposing || target.closest?.(OTHER)) return
    if (key === "Backspace") held = held.slice(0, -1)
    else if (key === "Enter" || key.length === 1) held += key === "Enter" ? "\n" : key
    else return
    event.preventDefault()
    event.stopImmediatePropagation() // otherwise Streamlit takes them for its shortcuts
  }, true)

  // Into the field that had the focus; returns what there is no place for, as that of a grid.
  earlyKeys.give = (focus = {}) => {
    const text = held ?? "", field = focus.label && typed.labelled(focus.label)[focus.at]
    held = null
    if (!field) return text.trim() ? [text] : []
    field.focus()
    if (field.type !== "number") field.setSelectionRange(field.value.length, field.value.length)
    if (text) document.execCommand("insertText", false, field.matches("textarea") ? text : text.replaceAll("\n", ""))
    return []
  }
}
