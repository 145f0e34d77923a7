// What is typed and not on the server yet: each field by its label, until a run that received it has ended.
const PAUSE = 1000 // ms without typing before a text is sent
const AGREED = 250 // ms that a page must be idle before it is called saved
const GRID = ".stDataFrame, #portal"
const press = (where, key) => where.dispatchEvent(new KeyboardEvent("keydown", { ...key, bubbles: true }))
const typed = { fields: new Map() }
{
  const FIELDS = ".stTextArea textarea, .stTextInput input:not([type=password]), .stNumberInput input"
  const { fields } = typed

  const all = () => [...document.querySelectorAll(FIELDS)]
  const isNumber = field => field.closest(".stNumberInput") // a pause does not end the input: "8" would become "8.00"
  typed.labelled = label => all().filter(field => field.getAttribute("aria-label") === label)
  typed.waiting = () => [...fields.values()].filter(field => field.draft)
  typed.isUnsaved = () =>
    reloading.isComingBack() ||
    (page.isDraft() && (typed.waiting().length > 0 || connection.asked > connection.done || !!openCell.input))

  // Where its user was typing last: in a field, which loses the focus while the server is down, or in a grid.
  let focused
  typed.focus = () => focused
  const focus = ({ target }) => {
    const label = target.getAttribute?.("aria-label")
    if (target.matches?.(FIELDS)) focused = { label, at: typed.labelled(label).indexOf(target) }
    else focused = target.closest?.(GRID) ? { label: "", at: 0 } : undefined
  }
  for (const kind of ["focusin", "pointerdown"]) document.addEventListener(kind, focus, true)

  document.addEventListener("input", ({ target }) => {
    if (!target.matches?.(FIELDS)) return bar.show()
    const label = target.getAttribute("aria-label"), at = typed.labelled(label).indexOf(target), key = `${label} ${at}`
    const known = fields.get(key)?.known ?? [target.dataset.before ?? ""] // what the server may have in this field
    const field = { label, at, known, value: target.value, element: target }
    fields.set(key, { ...field, draft: !target.closest(".stForm"), sent: 0, when: Date.now() })
    bar.show()
  }, true)
  document.addEventListener("focusin", ({ target }) => {
    if (target.matches?.(FIELDS)) target.dataset.before = target.value
  }, true)

  // Input that is no field of the page, as the text of one to which the page gives it after a reload.
  typed.note = (key, field) => {
    fields.set(key, { at: 0, known: [""], ...field, draft: true, sent: 0, when: Date.now() })
    bar.show()
  }

  // A message to the server: which fields does it carry?
  typed.isCarriedBy = text => {
    const carried = [...fields.values()].filter(field => !field.sent && text.includes(field.carrier ?? field.value))
    for (const field of carried) {
      field.sent = connection.sent
      field.known.push(field.value)
    }
    return carried.length > 0
  }

  // As if Ctrl+Enter were pressed: Streamlit sends the field, and the caret stays in place.
  typed.commit = field => {
    if (connection.socket.readyState === WebSocket.OPEN) [field.offered, field.over] = [Date.now(), connection.socket]
    press(field.element, { key: "Enter", code: "Enter", keyCode: 13, ctrlKey: true, cancelable: true })
  }
  typed.send = () => {
    const sending = typed.waiting().filter(field => field.element && !field.sent && !field.offered)
    sending.forEach(typed.commit)
    return sending.length > 0
  }
  typed.sendAgain = () => {
    for (const field of typed.waiting()) if (field.element && !field.sent) typed.commit(field)
  }

  // What widgets send a moment after the input: sent at once before anything is pressed, so that a save carries it. On a
  // busy computer the moment lasts, and a press comes before what is late; what was sent is not sent again.
  const delayed = new Map()
  window.delays = send => { delayed.set(send, Date.now()) }
  typed.sendDelayed = () => {
    const sending = [...delayed.keys()]
    delayed.clear()
    for (const send of sending) send()
    return sending.length > 0
  }

  typed.look = (now, connected) => {
    const isDue = field => field.element && !field.sent && !field.offered && now - field.when > PAUSE
    if (connected) typed.waiting().filter(field => isDue(field) && !isNumber(field.element)).forEach(typed.commit)
    if (connection.doneAt && now - connection.doneAt > AGREED) settle(now)
    for (const [send, since] of delayed) if (now - since > PAUSE) delayed.delete(send)
  }

  // What the server's last run received is saved; so is a text typed and reverted, which Streamlit does not send.
  const settle = now => {
    if (page.marker()?.dataset.who !== page.who) return
    const { asked, done, socket } = connection
    for (const [key, field] of fields) {
      const same = field.element && asked <= done && !field.sent && field.over === socket && now - field.offered > AGREED * 4
      if (field.draft && page.isDraft() && (same || (field.sent && field.sent <= done))) {
        fields.delete(key)
        if (field.element) field.element.dataset.before = field.value
        field.saved?.()
      }
    }
  }

  // Whoever signs out leaves nothing on this device (components/web/client.js).
  window.dropTyped = () => {
    fields.clear()
    openCell.forget()
    gridCells.forgetTexts()
    reloading.give()
  }
}
