// The cell of a grid that is being typed into, until shortly after it is left, when the grid reports what was typed.
const openCell = { input: null, keyAt: 0 } // its editor, and when a key was last pressed in a grid
{
  const CELL = "#portal input, #portal textarea"
  let leftSince = 0

  const opened = input => { [openCell.input, leftSince] = [input, 0] }
  const shownText = () => document.querySelector(`${GRID} [aria-selected=true]`)?.innerText ?? ""
  addEventListener("keydown", ({ target }) => { if (target.closest?.(GRID)) openCell.keyAt = Date.now() }, true)
  document.addEventListener("input", ({ target }) => {
    if (!target.matches?.(CELL)) return
    opened(target)
    bar.show()
  }, true)
  document.addEventListener("focusin", ({ target }) => {
    if (target.matches?.(CELL) && target.value && target.value !== shownText()) opened(target)
  }, true)

  // As if Enter were pressed in it.
  openCell.leave = () => {
    if (openCell.input?.isConnected) press(openCell.input, { key: "Enter", code: "Enter", keyCode: 13, cancelable: true })
    typed.sendDelayed()
  }
  openCell.forget = () => { openCell.input = null }
  openCell.reported = () => { if (!openCell.input?.isConnected) openCell.forget() }

  openCell.look = now => {
    if (!openCell.input || openCell.input.isConnected) return
    leftSince ||= now
    if (now - leftSince > AGREED) openCell.forget()
  }
}
