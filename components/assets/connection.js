// The connection: messages are counted over all sockets of this page, here and on the server, which answers with the
// number that arrived (components/web/websocket_acks.py). The socket is ours before Streamlit's own scripts open it.
const LATE = 5000, DEAD = 10000 // ms without an answer
const connection = {
  socket: null,
  sent: 0, // messages
  asked: 0, touched: 0, // the last message requesting a run, and the last of these without typed text
  done: 0, doneAt: 0, // the last message that a run had received when it ended
  waitingSince: 0, awaySince: 0,
  askAgain: false,
}
{
  const STREAM = "/_stcore/stream"
  const RUN = 0x5a // first byte of a message that requests a run
  const BEGUN = 4, ENDED = 6 // fields of the server's messages about a run
  const EARLY = 2 // status of a run that ended early for the next one, which handles what was sent meanwhile
  const PAGE = [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, "0")).join("")
  let arrived = 0, begun = 0, running = false

  class Line extends WebSocket {
    constructor(url, protocols) {
      const ours = String(url).includes(STREAM)
      super(ours ? `${url}?told=${PAGE}.${connection.sent}` : url, protocols)
      if (!ours) return
      connection.socket = this
      this.silent = true
      this.addEventListener("message", event => this.hear(event))
    }

    send(data) {
      super.send(data)
      if (this !== connection.socket || !(data instanceof Uint8Array)) return
      connection.sent += 1
      connection.waitingSince ||= Date.now()
      if (data[0] === RUN) this.ask(data)
      bar.show()
    }

    ask(data) {
      connection.asked = connection.sent
      connection.askAgain = false
      const carried = typed.isCarriedBy(new TextDecoder().decode(data))
      const own = this.silent || running // sent by the page over a new connection, without user input
      this.silent = false
      if (own) return
      if (!carried) connection.touched = connection.sent
      presses.send()
    }

    hear(event) {
      if (this !== connection.socket) return
      if (typeof event.data === "string") {
        event.stopImmediatePropagation()
        const [word, number] = event.data.split(" ")
        if (word === "forgotten") reloading.forgotten(number)
        else if (word === "known") known(Number(number))
        else if (word !== "new") arrived = Number(word)
        connection.waitingSince = arrived < connection.sent ? Date.now() : 0
      } else {
        const [kind, value] = kindOf(new Uint8Array(event.data))
        if (kind === BEGUN) begun = arrived
        if (kind === ENDED && value !== EARLY) [connection.done, connection.doneAt] = [begun, Date.now()]
      }
      bar.show()
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

  // After a broken connection. The server does what it got, and receives nothing more over the old connection.
  const known = heard => {
    connection.askAgain = connection.asked > connection.done || typed.waiting().some(field => field.offered)
    presses.known(heard)
  }

  connection.state = name => document.querySelector('[data-testid="stApp"]')?.dataset[name]

  connection.look = now => {
    const connected = connection.state("testConnectionState") === "CONNECTED"
    if (!connection.socket || connected) connection.awaySince = 0
    else connection.awaySince ||= now
    if (connected && connection.socket) connection.socket.silent = false // Streamlit has sent all it sends by itself
    return connected
  }
  connection.mend = now => {
    if (connection.waitingSince && now - connection.waitingSince > DEAD) hangUp()
    if (connection.askAgain) runAgain()
  }

  // A dead connection does not report itself: tell Streamlit that it is closed, so that it opens another one.
  const hangUp = () => {
    const dead = connection.socket
    connection.waitingSince = 0
    dead.dispatchEvent(new CloseEvent("close", { code: 4000 }))
  }
  const runAgain = () => {
    connection.askAgain = false
    running = true
    press(document.body, { key: "r", code: "KeyR", keyCode: 82 })
    running = false // Streamlit sends at once, or nothing if a run has been requested
  }
}
