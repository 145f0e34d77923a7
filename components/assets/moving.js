// Moving from page to page: one touch is one step back, and on a phone the menu gives way to what was chosen.
{
  // Streamlit tells the browser of one new address in several parts, and each would be a step of its own on the way back:
  // the first after a touch is a step, what follows without another takes its place.
  const push = history.pushState.bind(history)
  let touched = false
  for (const kind of ["click", "keydown"]) addEventListener(kind, () => (touched = true), true)
  addEventListener("popstate", () => (touched = false), true)
  history.pushState = (...told) => {
    if (touched) push(...told)
    else history.replaceState(...told)
    touched = false
  }

  // Streamlit closes the menu by itself only where its address says so.
  const narrow = matchMedia("(max-width: 768px)")
  addEventListener("click", ({ target }) => {
    if (narrow.matches && target.closest?.('[data-testid="stSidebarNavLink"]'))
      setTimeout(() => document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click())
  })
}
