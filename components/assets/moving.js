// Moving from page to page: one click is one step back, and on a phone the menu closes after a choice.
{
  // Streamlit reports one new address to the browser in several parts, and each would be a separate step back:
  // the first after a click is a step, the following ones replace it. A choice in a filter is no step.
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

  // Streamlit closes the menu itself only if its address says so.
  const narrow = matchMedia("(max-width: 768px)")
  addEventListener("click", ({ target }) => {
    if (narrow.matches && target.closest?.('[data-testid="stSidebarNavLink"]'))
      setTimeout(() => document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click())
  })
}
