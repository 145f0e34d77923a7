// Across a reload: a page that the server has forgotten is loaded again, and what was typed stays in this tab, only for
// the same person on the same page.
const reloading = {}
{
  const STORE = "typed"
  const FORMS = '[class*="st-key-"][class*="_action"] [role="radio"]' // components/widgets/action_form.py
  let leaving = false, hiding = false, forgottenSince = 0
  let restoring = null, restoringSince = 0
  try { restoring = JSON.parse(sessionStorage.getItem(STORE)) } catch { /* nothing that we wrote */ }

  const keep = (missed = "") => {
    const { who, place, address } = page
    const fields = [...typed.fields.values()].map(({ label, at, known, value, shown }) => ({ label, at, known, value, shown }))
    const chosen = forms("true").map(form => form.innerText)
    if (fields.length || missed || chosen.length)
      sessionStorage.setItem(STORE, JSON.stringify({ who, place, address, fields, missed, chosen }))
  }
  const forget = () => {
    hiding = false
    if (!leaving && !restoring) sessionStorage.removeItem(STORE)
  }
  reloading.give = () => {
    restoring = null
    sessionStorage.removeItem(STORE)
  }

  const flush = () => {
    if (leaving) return // kept already, with what is said about the last presses
    typed.sendAgain()
    typed.sendDelayed()
    if (typed.isUnsaved()) [hiding] = [true, keep()]
  }
  document.addEventListener("visibilitychange", () => document.hidden ? flush() : hiding && forget())
  addEventListener("pagehide", () => {
    openCell.leave()
    flush()
  })

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
    const told = presses.unheard(heard), until = now + PAUSE
    const reload = () => {
      if (openCell.input?.isConnected && Date.now() < until) return setTimeout(reload, 50) // it is being left
      typed.sendDelayed()
      keep(told)
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
    if (restoring.place !== page.place) return
    presses.missed = restoring.missed
    restoring.fields = restoring.fields.filter(field => !put(field))
    const waited = Date.now() - restoringSince
    const elsewhere = ![undefined, location.href].includes(restoring.address)
    if (restoring.fields.length && waited > AGREED * 6 && elsewhere) return reopen()
    if (restoring.fields.length && waited < LATE) return
    bar.unplaced = restoring.fields.map(field => field.shown ?? field.value).join("\n")
    reloading.give()
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
  const put = ({ label, at, known = [], value }) => {
    const field = typed.labelled(label)[at]
    if (!field || field.disabled) return false
    if (field.value === value) return true
    if (!known.includes(field.value) && !value.startsWith(field.value)) return false // somebody else changed it meanwhile
    field.dataset.before = field.value
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set.call(field, value)
    field.dispatchEvent(new Event("input", { bubbles: true }))
    if (!field.offsetParent) typed.commit(typed.fields.get(`${label} ${at}`)) // of a grid: nobody goes on typing there
    return true
  }
}
