// The cell of a grid that is being typed into, until shortly after it is left, when the grid reports what was typed
// (grid_cells.js). Its text belongs to the tab even before it is left: a phone may throw the page away meanwhile.
const openCell = { input: null, keyAt: 0 } // its editor, and when a key was last pressed in a grid
{
  const CELL = "#portal input, #portal textarea"
  const CHOICES = "[role=combobox]" // what is typed there searches among choices, and is none
  let leftSince = 0

  // Streamlit's grid tells which place is selected, and which row and field a place is: rows may be sorted
  // (components/web/javascript_patch.py).
  let selected = null, cellAt = null
  window.cellSelected = place => { selected = place }
  window.cellsAt = find => { cellAt = find }

  const note = input => {
    [openCell.input, leftSince] = [input, 0]
    if (selected && cellAt && !input.matches(CHOICES)) gridCells.type(input, ...cellAt(selected))
  }
  const shownText = () => document.querySelector(`${GRID} [aria-selected=true]`)?.innerText ?? ""
  addEventListener("keydown", ({ target, key }) => {
    if (target.closest?.(GRID)) openCell.keyAt = Date.now()
    if (key === "Escape" && target.matches?.(CELL)) gridCells.forgetText(target)
  }, true)
  document.addEventListener("input", ({ target }) => {
    if (!target.matches?.(CELL)) return
    note(target)
    bar.show()
  }, true)
  document.addEventListener("focusin", ({ target }) => {
    if (target.matches?.(CELL) && target.value && target.value !== shownText()) note(target) // its first key opened it
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
    if (now - leftSince <= AGREED) return
    openCell.forget()
    gridCells.settleTexts()
  }
}
