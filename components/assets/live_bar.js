// What is not on the server yet is always visible: as "not saved", and in a bar below the page that also says what may
// be lost. The page is checked four times a second, and at each message.
const bar = { unplaced: "" } // what was typed and could not be given back to the page
{
  const element = document.createElement("div")
  element.className = "live-bar"
  element.setAttribute("role", "alert")
  element.addEventListener("click", () => {
    [bar.unplaced, presses.missed] = ["", ""]
    bar.show()
  })

  bar.show = () => {
    const root = document.documentElement, { says } = page, { awaySince, waitingSince } = connection
    const lost = awaySince ? Date.now() - awaySince > AGREED * 6 : waitingSince && Date.now() - waitingSince > LATE
    const unsaved = typed.isUnsaved()
    root.toggleAttribute("data-unsaved", unsaved)
    root.toggleAttribute("data-away", !!awaySince)
    const told = bar.unplaced ? `${says.unplaced}\n${bar.unplaced}` : presses.missed
    const loud = lost ? (unsaved ? says.unsaved : says.away) : told
    const text = loud || (unsaved && page.isDraft() && !page.isDraftInSight() && says.not) || ""
    if (!document.body || (element.textContent === text && element.isConnected === !!text)) return
    element.textContent = text
    element.classList.toggle("small", !loud)
    if (text) document.body.append(element)
    else element.remove()
  }

  // Streamlit's dialog about a lost connection is English and covers everything; ours is one line.
  const dismiss = () => {
    if (connection.awaySince) document.querySelector('.stDialog button[aria-label="Close"]')?.click()
  }

  const look = () => {
    const marker = page.marker(), now = Date.now()
    if (marker) {
      if (marker.dataset.who !== page.who || page.here() !== page.place) reloading.move(marker.dataset.who)
      page.says = { ...marker.dataset }
      if (page.who) page.address = location.href
      else earlyKeys.drop()
    }
    const connected = connection.look(now)
    typed.look(now, connected)
    if (connected) connection.mend(now)
    if (connection.state("testConnectionState") === "DISCONNECTED_FOREVER") reloading.whenUp()
    openCell.look(now)
    dismiss()
    reloading.restore()
    bar.show()
  }

  bar.show()
  setInterval(look, 250)
}
