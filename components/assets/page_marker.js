// What the server says of the page (components/shell/live_status.py): whose it is, which draft is typed into, and its
// messages.
const page = { who: "", place: "", address: "", says: {} }
{
  const draft = () => document.querySelector(".kept")

  page.marker = () => document.querySelector(".live")
  page.isDraft = () => !!draft()
  page.here = () => draft()?.dataset.place ?? location.pathname + location.search
  page.isDraftInSight = () => {
    const { top, bottom } = draft().getBoundingClientRect()
    return top >= 0 && bottom <= (window.visualViewport?.height ?? innerHeight)
  }
}
