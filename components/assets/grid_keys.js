// Typing into a grid: keys pressed while it opens or leaves a cell wait until it has, then follow in order.
// Streamlit's grid would drop them, and an old office PC takes a moment for each cell.
{
  // The grid is a canvas; the focus is on a cell of the table inside it, which exists for screen readers.
  const GRID = '[data-testid="data-grid-canvas"]', EDITOR = "#portal input, #portal textarea"
  const LEAVES = ["Enter", "Tab", "Escape"], OPENS = ["Enter", "F2"]
  const LONGEST = 30, SOON = 500 // frames and ms that a cell may take at least
  const LATEST = 20000 // ms for a cell to open: its editor is loaded with the first one, from a server that may be busy
  const held = [], replayed = new WeakSet()
  let turning = false

  const isGrid = element => !!element?.closest?.(GRID)
  const isEditor = element => !!element?.matches?.(EDITOR)
  const isLetter = ({ key, ctrlKey, metaKey, altKey }) => key.length === 1 && !ctrlKey && !metaKey && !altKey
  const frame = () => new Promise(requestAnimationFrame)
  const isTyping = () => isEditor(document.activeElement)
  const isResting = () => isGrid(document.activeElement) && !document.querySelector(EDITOR)
  const isMoved = () => true
  // A read-only cell never opens. The table inside the grid follows the selection within 200 ms.
  const isWritable = () =>
    document.activeElement?.closest?.(GRID)?.querySelector("[aria-selected=true][aria-readonly]")?.getAttribute("aria-readonly") === "false"
  const isLate = (turn, frames, time) =>
    frames >= LONGEST && time > SOON && !(turn === isTyping && time < LATEST && isWritable())

  // What the grid must have done with a key before the next one is sent; nothing if there is no need to wait.
  const turnOf = (event, target) => {
    if (isEditor(target)) return LEAVES.includes(event.key) && isResting
    if (isGrid(target)) return isLetter(event) || OPENS.includes(event.key) ? isTyping : isMoved
  }

  const wait = async turn => {
    turning = true
    const begun = performance.now()
    for (let frames = 0; frames === 0 || !(turn() || isLate(turn, frames, performance.now() - begun)); frames++) await frame()
    await frame() // the grid knows its selection one frame later
    turning = false
    while (held.length && !turning) replay(held.shift())
    show()
  }
  // Tests that wait for the input can see whether it has arrived.
  const show = () => document.documentElement.toggleAttribute("data-keys-held", held.length > 0)

  const replay = event => {
    const target = document.activeElement, turn = turnOf(event, target)
    if (isEditor(target) && isLetter(event)) document.execCommand("insertText", false, event.key)
    else if (isEditor(target) && event.key === "Backspace") document.execCommand("delete")
    else {
      const { key, code, keyCode, shiftKey, ctrlKey, metaKey, altKey } = event
      const options = { key, code, keyCode, shiftKey, ctrlKey, metaKey, altKey, bubbles: true, cancelable: true }
      const again = new KeyboardEvent("keydown", options)
      replayed.add(again)
      target.dispatchEvent(again)
    }
    if (turn) wait(turn)
  }

  addEventListener("keydown", event => {
    if (replayed.has(event) || event.isComposing) return
    const turn = !turning && turnOf(event, event.target)
    if (turning) {
      event.preventDefault()
      event.stopImmediatePropagation()
      held.push(event)
      show()
    } else if (turn) wait(turn)
  }, true)
}
