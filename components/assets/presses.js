// Presses: what was typed goes before them, and the only input that the page does not resend over a new connection.
const presses = { missed: "" } // the message about input that may be lost
{
  const BUTTONS = ".stButton button, .stFormSubmitButton button"
  let pressing = { button: "", at: 0 }, pressed = { button: "", sent: 0 } // the last button pressed, and sent
  let clicking = null

  const click = what => {
    clicking = what
    what.click()
    clicking = null
  }

  document.addEventListener("click", event => {
    const { target } = event, what = target.closest?.("button, a, [role=button], [role=radio]")
    if (what && what !== clicking && !target.closest(GRID) && [typed.send(), typed.sendDelayed()].some(Boolean)) {
      event.preventDefault()
      event.stopImmediatePropagation()
      setTimeout(() => click(what)) // Streamlit sends the input first
      return
    }
    const button = target.closest?.(BUTTONS)
    if (!button) return
    const name = button.querySelector("[data-testid=stMarkdownContainer]") ?? button
    pressing = { button: name.innerText.trim(), at: Date.now() }
  }, true)

  // A run was requested: by the press, if there was one just before.
  presses.send = () => {
    if (!pressing.button || Date.now() - pressing.at >= PAUSE) return
    pressed = { button: pressing.button, sent: connection.sent }
    pressing = { button: "", at: 0 }
    presses.missed = ""
  }

  // The message about input whose run was not seen to end: over a new connection, and to a server that has forgotten
  // the page.
  const of = said => said.replace("{button}", pressed.button)
  const isLost = () => pressed.sent > connection.done
  presses.known = heard => {
    if (isLost()) presses.missed = of(pressed.sent > heard ? page.says.lost : page.says.received)
  }
  presses.forgotten = heard => {
    if (isLost()) presses.missed = presses.unheard(heard)
  }
  presses.unheard = heard => {
    const { touched, done } = connection, { says } = page
    if (touched <= done) return ""
    if (!(touched > heard)) return says.missed
    return pressed.sent === touched ? of(says.lost) : says.none
  }
}
