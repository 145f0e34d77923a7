// Across a reload: a page that the server has forgotten is loaded again, and what was typed stays in this tab, only for
// the same person on the same page.
const reloading = {}
{
  const STORE = "typed"
  const FORMS = '[class*="st-key-"][class*="_action"] [role="radio"]' // components/widgets/action_form.py
  let leaving = false, hiding = false, forgottenSince = 0
  let told = "" // of the presses before the page is left
  let restoring = null, restoringSince = 0, reopening = false
  try { restoring = JSON.parse(sessionStorage.getItem(STORE)) } catch { /* nothing that we wrote */ }
  if (restoring?.focus) earlyKeys.hold()

  const keep = () => {
    const { who, place, address } = page
    const waiting = restoring?.place === place ? restoring.fields : []
    const fields = gridCells.joined([...waiting, ...typed.fields.values(), ...gridCells.texts()])
      .map(({ label, at, known, value, shown, cells }) => ({ label, at, known, value, shown, cells }))
    const chosen = forms("true").map(form => form.innerText), focus = leaving ? typed.focus() : undefined
    if (fields.length || told || chosen.length || focus)
      sessionStorage.setItem(STORE, JSON.stringify({ who, place, address, fields, missed: told, chosen, focus }))
  }
  const forget = () => {
    hiding = false
    if (!leaving && !restoring) sessionStorage.removeItem(STORE)
  }
  reloading.give = () => {
    earlyKeys.drop();
    [restoring, restoringSince] = [null, 0]
    sessionStorage.removeItem(STORE)
  }
  // Input that the page has lost without being left.
  reloading.giveBack = field => {
    const { who, place, address } = page
    restoring ??= { who, place, address, fields: [], missed: presses.missed }
    restoring.fields = gridCells.joined([...restoring.fields, field])
  }

  const flush = () => {
    if (reopening) return
    if (leaving) return keep() // with what was typed since
    typed.sendAgain()
    typed.sendDelayed()
    if (typed.isUnsaved()) [hiding] = [true, keep()]
  }
  document.addEventListener("visibilitychange", () => document.hidden ? flush() : hiding && forget())
  addEventListener("pagehide", flush)

  reloading.forgotten = number => {
    const heard = number && Number(number)
    if (page.isDraft()) again(heard)
    else presses.forgotten(heard)
  }
  const again = heard => {
    if (leaving) return
    const now = Date.now()
    forgottenSince ||= now
    if (now - openCell.keyAt < PAUSE && now - forgottenSince < DEAD) { // nobody's keys may fall between two pages
      setTimeout(() => again(heard), AGREED)
      return
    }
    leaving = true
    openCell.leave()
    told = presses.unheard(heard)
    const until = now + PAUSE
    const reload = () => {
      if (openCell.input?.isConnected && Date.now() < until) return setTimeout(reload, 50) // it is being left
      typed.sendDelayed()
      keep()
      location.reload()
    }
    setTimeout(reload, 50)
  }
  // The server is up again, but Streamlit has given up.
  reloading.whenUp = () => fetch("/health").then(answer => answer.ok && again(), () => {})

  // Another person, or another page: for instance signed out from elsewhere, and kept until the user is back.
  reloading.move = who => {
    if ((page.who && !who) || typed.waiting().length) keep()
    if (page.who || !who) typed.fields.clear()
    page.who = who
    page.place = page.here()
  }

  reloading.isComingBack = () =>
    restoring?.fields.length > 0 &&
    (!page.who || restoring.who === page.who) && (!page.isDraft() || restoring.place === page.here())

  reloading.restore = () => {
    if (!restoring || !page.who || connection.state("testScriptState") !== "notRunning") return
    restoringSince ||= Date.now()
    if (restoring.who !== page.who) return reloading.give()
    if (choose()) return
    const waited = Date.now() - restoringSince
    if (restoring.place !== page.place) return waited > LATE && stayAway()
    presses.missed = restoring.missed
    restoring.fields = restoring.fields.filter(field => !put(field))
    const elsewhere = ![undefined, location.href].includes(restoring.address)
    if (restoring.fields.length && waited > AGREED * 6 && elsewhere) return reopen()
    const { fields, focus } = restoring
    const isDrawn = !focus?.label || typed.labelled(focus.label)[focus.at]
    if ((fields.length || !isDrawn) && waited < LATE) return
    say([...fields.map(field => field.shown ?? field.value), ...earlyKeys.give(focus)])
    reloading.give()
  }
  // The user has gone to another page: the fields wait for the one that they belong to, the keys and the focus do not.
  const stayAway = () => {
    say(earlyKeys.give())
    delete restoring.focus
  }
  const say = unplaced => { if (unplaced.length) bar.unplaced = unplaced.join("\n") }
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
    leaving = reopening = true
    const { address, ...rest } = restoring
    sessionStorage.setItem(STORE, JSON.stringify(rest))
    location.replace(address)
  }
  const put = ({ label, at, known = [], value, cells }) => {
    const field = typed.labelled(label)[at], key = `${label} ${at}`
    if (!field || field.disabled || (cells && typed.fields.has(key))) return false // one message with cells at a time
    if (field.value === value) return true
    const isKnown = cells || known.includes(field.value) || value.startsWith(field.value) // the server compares cells
    if (!isKnown) return false // somebody else changed it meanwhile
    field.dataset.before = field.value
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set.call(field, value)
    field.dispatchEvent(new Event("input", { bubbles: true }))
    if (cells) typed.commit(Object.assign(typed.fields.get(key), { cells })) // nobody goes on typing there
    return true
  }
}
