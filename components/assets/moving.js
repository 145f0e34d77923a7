// Moving from page to page: one touch is one step back, and on a phone the menu gives way to what was chosen.
{
  // Streamlit tells the browser of one new address in several parts, and each would be a step of its own on the way back:
  // the first after a touch is a step, what follows without another takes its place. What is chosen in a filter is none.
  const CHOICE = '[data-testid="stButtonGroup"], [data-testid="stSelectbox"], [role="listbox"], [role="option"]'
  const push = history.pushState.bind(history)
  let touched = false, chosen = false
  for (const kind of ["click", "keydown"])
    addEventListener(kind, ({ target }) => ([touched, chosen] = [true, !!target.closest?.(CHOICE)]), true)
  addEventListener("popstate", () => (touched = false), true)
  history.pushState = (...told) => {
    const here = new URL(told[2] ?? location.href, location.href).pathname === location.pathname
    if (touched && !(chosen && here)) push(...told)
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
