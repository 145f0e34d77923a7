// Shows what is not on the server yet, and reloads a page that the server has forgotten, with the input.
// It runs before Streamlit's own scripts, between them and the socket; components/web/websocket_acks.py answers it.
{
  const STREAM = "/_stcore/stream", STORE = "typed"
  const RUN = 0x5a // first byte of a message that requests a run
  const BEGUN = 4, ENDED = 6 // fields of the server's messages about a run
  const EARLY = 2 // status of a run that ended early for the next one, which handles what was sent meanwhile
  const PAUSE = 1000 // ms without typing before a text is sent
  const AGREED = 250 // ms that a page must be idle before it is called saved
  const LATE = 5000, DEAD = 10000 // ms without an answer
  const BUTTONS = ".stButton button, .stFormSubmitButton button"
  const FORMS = '[class*="st-key-"][class*="_action"] [role="radio"]' // components/widgets/action_form.py
  const GRID = ".stDataFrame, #portal"
  const CELL = "#portal input, #portal textarea" // an open cell of a grid
  const FIELDS = ".stTextArea textarea, .stTextInput input:not([type=password]), .stNumberInput input"

  // The connection: messages are counted over all sockets of this page, here and on the server.
  const PAGE = [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, "0")).join("")
  let socket, sent = 0, arrived = 0, begun = 0, done = 0
  let asked = 0, touched = 0 // the last message requesting a run, and the last of these without typed text
  let pressing = { button: "", at: 0 }, pressed = { button: "", sent: 0 } // the last button pressed, and sent
  let waitingSince = 0, doneAt = 0, awaySince = 0, askAgain = false, running = false, leaving = false

  class Line extends WebSocket {
    constructor(url, protocols) {
      const ours = String(url).includes(STREAM)
      super(ours ? `${url}?told=${PAGE}.${sent}` : url, protocols)
      if (!ours) return
      socket = this
      this.silent = true
      this.addEventListener("message", event => this.hear(event))
    }

    send(data) {
      super.send(data)
      if (this !== socket || !(data instanceof Uint8Array)) return
      sent += 1
      waitingSince ||= Date.now()
      if (data[0] === RUN) ask(data)
      show()
    }

    hear(event) {
      if (this !== socket) return
      if (typeof event.data === "string") {
        event.stopImmediatePropagation()
        const [word, number] = event.data.split(" ")
        if (word === "forgotten") forgotten(number)
        else if (word === "known") known(Number(number))
        else if (word !== "new") arrived = Number(word)
        waitingSince = arrived < sent ? Date.now() : 0
      } else {
        const [kind, value] = kindOf(new Uint8Array(event.data))
        if (kind === BEGUN) begun = arrived
        if (kind === ENDED && value !== EARLY) [done, doneAt] = [begun, Date.now()]
      }
      show()
    }
  }
  window.WebSocket = Line

  const kindOf = bytes => {
    let at = 0
    const number = () => {
      let value = 0, shift = 1, byte
      do {
        byte = bytes[at++]
        value += (byte & 127) * shift
        shift *= 128
      } while (byte & 128)
      return value
    }
    while (at < bytes.length) {
      const tag = number(), field = Math.floor(tag / 8)
      if (field > 2) return [field, number()] // hash and metadata come first, then the type
      if (tag % 8 === 2) { const length = number(); at += length } else number()
    }
    return []
  }

  const ask = data => {
    asked = sent
    askAgain = false
    const text = new TextDecoder().decode(data)
    let carried = false
    for (const field of typed.values())
      if (!field.sent && text.includes(field.carrier ?? field.value)) {
        field.sent = sent
        field.known?.push(field.value)
        carried = true
      }
    const own = socket.silent || running // sent by the page over a new connection, without user input
    socket.silent = false
    if (own) return
    if (!carried) touched = sent
    if (pressing.button && Date.now() - pressing.at < PAUSE)
      [pressed, pressing, missed] = [{ button: pressing.button, sent }, { button: "", at: 0 }, ""]
  }

  // What widgets send a moment after the input: sent at once before anything is pressed, so that a save carries it.
  const delayed = new Map()
  window.delays = send => { delayed.set(send, Date.now()) }
  const sendDelayed = () => {
    const sending = [...delayed].filter(([, since]) => Date.now() - since < PAUSE)
    delayed.clear()
    for (const [send] of sending) send()
    return sending.length > 0
  }
  const sendTyped = () => {
    const fields = waiting().filter(field => field.element && !field.sent && !field.offered)
    fields.forEach(commit)
    return fields.length > 0
  }

  let clicking = null
  const click = what => {
    clicking = what
    what.click()
    clicking = null
  }

  // A button press is the only input that the page does not resend over a new connection.
  document.addEventListener("click", event => {
    const { target } = event, what = target.closest?.("button, a, [role=button], [role=radio]")
    if (what && what !== clicking && !target.closest(GRID) && [sendTyped(), sendDelayed()].some(Boolean)) {
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

  // After a broken connection: the message about input whose run was not seen to end. The server does what it got,
  // and receives nothing more over the old connection.
  const known = heard => {
    askAgain = asked > done || waiting().some(field => field.offered)
    if (pressed.sent > done) missed = of(pressed.sent > heard ? says.lost : says.received)
  }
  const of = said => said.replace("{button}", pressed.button)
  const unheard = heard => {
    if (touched <= done) return ""
    if (!(touched > heard)) return says.missed
    return pressed.sent === touched ? of(says.lost) : says.none
  }

  // The input: each field by its label, as long as the server has not saved it.
  const typed = new Map()
  let who = "", place = "", address = "", says = {}

  const all = () => [...document.querySelectorAll(FIELDS)]
  const labelled = label => all().filter(field => field.getAttribute("aria-label") === label)
  const isNumber = field => field.closest(".stNumberInput") // a pause does not end the input: "8" would become "8.00"
  const isDraft = field => !field.closest(".stForm")
  const here = () => document.querySelector(".kept")?.dataset.place ?? location.pathname + location.search
  const drafting = () => !!document.querySelector(".kept")
  const waiting = () => [...typed.values()].filter(field => field.draft)
  const comingBack = () =>
    restoring?.fields.length > 0 && (!who || restoring.who === who) && (!drafting() || restoring.place === here())
  const unsaved = () => comingBack() || (drafting() && (waiting().length > 0 || asked > done || !!openCell))

  // The cell that is being typed into, until shortly after it is left, when the grid reports what was typed.
  let openCell = null, leftSince = 0, keyAt = 0
  const cellText = () => document.querySelector(`${GRID} [aria-selected=true]`)?.innerText ?? ""
  addEventListener("keydown", ({ target }) => { if (target.closest?.(GRID)) keyAt = Date.now() }, true)
  // Cells of grids (grid_cells.js): kept as the text of a field to which the page gives them after a reload.
  window.unsent = {
    note(key, label, { value, shown, carrier, saved }) {
      typed.set(key, { label, at: 0, known: [""], value, shown, carrier, saved, draft: true, sent: 0, when: Date.now() })
      openCell = openCell?.isConnected ? openCell : null
      show()
    },
    // Whoever signs out leaves nothing on this device (components/web/client.js).
    drop() {
      typed.clear()
      openCell = null
      give()
    },
  }

  document.addEventListener("input", ({ target }) => {
    if (target.matches?.(CELL)) [openCell, leftSince] = [target, 0]
    if (!target.matches?.(FIELDS)) return show()
    const label = target.getAttribute("aria-label"), at = labelled(label).indexOf(target), key = `${label} ${at}`
    const known = typed.get(key)?.known ?? [target.dataset.before ?? ""] // what the server may have in this field
    const field = { label, at, known, value: target.value, element: target }
    typed.set(key, { ...field, draft: isDraft(target), sent: 0, when: Date.now() })
    show()
  }, true)
  document.addEventListener("focusin", ({ target }) => {
    if (target.matches?.(CELL) && target.value && target.value !== cellText()) [openCell, leftSince] = [target, 0]
    if (target.matches?.(FIELDS)) target.dataset.before = target.value
  }, true)

  const press = (where, key) => where.dispatchEvent(new KeyboardEvent("keydown", { ...key, bubbles: true }))

  // As if Ctrl+Enter were pressed: Streamlit sends the field, and the caret stays in place.
  const commit = field => {
    if (socket.readyState === WebSocket.OPEN) [field.offered, field.over] = [Date.now(), socket]
    press(field.element, { key: "Enter", code: "Enter", keyCode: 13, ctrlKey: true, cancelable: true })
  }
  const flush = () => {
    if (leaving) return // kept already, with what is said about the last presses
    for (const field of waiting()) if (field.element && !field.sent) commit(field)
    sendDelayed()
    if (unsaved()) [hiding] = [true, keep()]
  }
  let hiding = false, forgottenSince = 0
  document.addEventListener("visibilitychange", () => document.hidden ? flush() : hiding && forget())
  addEventListener("pagehide", () => {
    leaveCell()
    flush()
  })
  // As if Enter were pressed in the open cell of a grid.
  const leaveCell = () => {
    if (openCell?.isConnected) press(openCell, { key: "Enter", code: "Enter", keyCode: 13, cancelable: true })
    sendDelayed()
  }

  // Across a reload: the input stays in this tab, only for the same person on the same page.
  const keep = (missed = "") => {
    const fields = [...typed.values()].map(({ label, at, known, value, shown }) => ({ label, at, known, value, shown }))
    const chosen = forms("true").map(form => form.innerText)
    if (fields.length || missed || chosen.length)
      sessionStorage.setItem(STORE, JSON.stringify({ who, place, address, fields, missed, chosen }))
  }
  const forget = () => {
    hiding = false
    if (!leaving && !restoring) sessionStorage.removeItem(STORE)
  }
  const again = heard => {
    if (leaving) return
    const now = Date.now()
    forgottenSince ||= now
    if (now - keyAt < PAUSE && now - forgottenSince < DEAD) { // nobody's keys may fall between two pages
      setTimeout(() => again(heard), AGREED)
      return
    }
    leaving = true
    leaveCell()
    const told = unheard(heard), until = now + PAUSE
    const reload = () => {
      if (openCell?.isConnected && Date.now() < until) return setTimeout(reload, 50) // it is being left
      sendDelayed()
      keep(told)
      location.reload()
    }
    setTimeout(reload, 50)
  }
  const forgotten = number => {
    const heard = number && Number(number)
    if (drafting()) again(heard)
    else if (pressed.sent > done) missed = unheard(heard)
  }

  let restoring = null, restoringSince = 0, unplaced = "", missed = "" // the message about input that may be lost
  try { restoring = JSON.parse(sessionStorage.getItem(STORE)) } catch { /* nothing that we wrote */ }

  const restore = () => {
    if (!restoring || !who || state("testScriptState") !== "notRunning") return
    restoringSince ||= Date.now()
    if (restoring.who !== who) return give()
    if (choose()) return
    if (restoring.place !== place) return
    missed = restoring.missed
    restoring.fields = restoring.fields.filter(field => !put(field))
    const waited = Date.now() - restoringSince
    const elsewhere = ![undefined, location.href].includes(restoring.address)
    if (restoring.fields.length && waited > AGREED * 6 && elsewhere) return reopen()
    if (restoring.fields.length && waited < LATE) return
    unplaced = restoring.fields.map(field => field.shown ?? field.value).join("\n")
    give()
  }
  // Which form was shown is a choice on the page, not in its address: chosen again, one form at a time.
  const forms = isChosen => [...document.querySelectorAll(FORMS)].filter(form => form.ariaChecked === isChosen)
  const choose = () => {
    if (restoring.address && restoring.address !== location.href) return false
    const form = forms("false").find(form => restoring.chosen?.includes(form.innerText))
    restoring.chosen = restoring.chosen?.filter(name => name !== form?.innerText)
    form?.click()
    return !!form
  }
  // What was opened on the page is in its address, which the sign-in page does not keep.
  const reopen = () => {
    leaving = true
    const { address, ...rest } = restoring
    sessionStorage.setItem(STORE, JSON.stringify(rest))
    location.replace(address)
  }
  const give = () => {
    restoring = null
    sessionStorage.removeItem(STORE)
  }
  const put = ({ label, at, known = [], value }) => {
    const field = labelled(label)[at]
    if (!field || field.disabled) return false
    if (field.value === value) return true
    if (!known.includes(field.value) && !value.startsWith(field.value)) return false // somebody else changed it meanwhile
    field.dataset.before = field.value
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set.call(field, value)
    field.dispatchEvent(new Event("input", { bubbles: true }))
    if (!field.offsetParent) commit(typed.get(`${label} ${at}`)) // of a grid: nobody goes on typing there
    return true
  }

  // The page: checked four times a second, and at each message.
  const state = name => document.querySelector('[data-testid="stApp"]')?.dataset[name]

  const look = () => {
    const marker = document.querySelector(".live")
    if (marker) {
      if (marker.dataset.who !== who || here() !== place) moved(marker.dataset.who)
      says = { ...marker.dataset }
      if (who) address = location.href
    }
    const now = Date.now(), connected = state("testConnectionState") === "CONNECTED"
    if (!socket || connected) awaySince = 0
    else awaySince ||= now
    if (connected && socket) socket.silent = false // Streamlit has sent all it sends by itself
    for (const field of waiting())
      if (field.element && connected && !field.sent && !field.offered && now - field.when > PAUSE && !isNumber(field.element)) commit(field)
    if (doneAt && now - doneAt > AGREED) settle(now)
    if (waitingSince && now - waitingSince > DEAD && connected) hangUp()
    if (connected && askAgain) runAgain()
    if (state("testConnectionState") === "DISCONNECTED_FOREVER")
      fetch("/health").then(answer => answer.ok && again(), () => {})
    if (openCell && !openCell.isConnected) {
      leftSince ||= now
      if (now - leftSince > AGREED) openCell = null
    }
    for (const [send, since] of delayed) if (now - since > PAUSE) delayed.delete(send)
    dismiss()
    restore()
    show()
  }

  const moved = now => {
    if ((who && !now) || waiting().length) keep() // for instance signed out from elsewhere: kept until the user is back
    if (who || !now) typed.clear()
    who = now
    place = here()
  }

  // What the server's last run received is saved; so is a text typed and reverted, which Streamlit does not send.
  const settle = now => {
    if (document.querySelector(".live")?.dataset.who !== who) return
    for (const [key, field] of typed) {
      const same = field.element && asked <= done && !field.sent && field.over === socket && now - field.offered > AGREED * 4
      if (field.draft && drafting() && (same || (field.sent && field.sent <= done))) {
        typed.delete(key)
        if (field.element) field.element.dataset.before = field.value
        field.saved?.()
      }
    }
  }

  // A dead connection does not report itself: tell Streamlit that it is closed, so that it opens another one.
  const hangUp = () => {
    const dead = socket
    waitingSince = 0
    dead.dispatchEvent(new CloseEvent("close", { code: 4000 }))
  }
  const runAgain = () => {
    askAgain = false
    running = true
    press(document.body, { key: "r", code: "KeyR", keyCode: 82 })
    running = false // Streamlit sends at once, or nothing if a run has been requested
  }

  // Streamlit's dialog about a lost connection is English and covers everything; ours is one line.
  const dismiss = () => {
    if (awaySince) document.querySelector('.stDialog button[aria-label="Close"]')?.click()
  }

  const show = () => {
    const root = document.documentElement
    const lost = awaySince ? Date.now() - awaySince > AGREED * 6 : waitingSince && Date.now() - waitingSince > LATE
    root.toggleAttribute("data-unsaved", unsaved())
    root.toggleAttribute("data-away", !!awaySince)
    const loud = lost ? (unsaved() ? says.unsaved : says.away) : unplaced ? `${says.unplaced}\n${unplaced}` : missed
    const text = loud || (unsaved() && drafting() && !inSight() && says.not) || ""
    if (!document.body || (bar.textContent === text && bar.isConnected === !!text)) return
    bar.textContent = text
    bar.classList.toggle("small", !loud)
    if (text) document.body.append(bar)
    else bar.remove()
  }
  const inSight = () => {
    const { top, bottom } = document.querySelector(".kept").getBoundingClientRect()
    return top >= 0 && bottom <= (window.visualViewport?.height ?? innerHeight)
  }
  const bar = document.createElement("div")
  bar.className = "live-bar"
  bar.setAttribute("role", "alert")
  bar.addEventListener("click", () => { [unplaced, missed] = ["", ""]; show() })

  show()
  setInterval(look, 250)
}
