"""Measurements of a page in a browser."""

SMALL = """() => [...document.querySelectorAll(
  '[data-testid="stMain"] :is(button, [data-testid="stTextInputRootElement"], label:has(input))')]
    .map(each => [each.innerText, each.getBoundingClientRect()])
    .filter(([name, box]) => box.height > 0 && box.width > 0 && Math.round(box.height) < 44)
    .map(([name, box]) => `${name} ${box.width}x${box.height}`)"""

WIDER = (
    "() => { const main = document.querySelector('[data-testid=stMain]'); return main.scrollWidth - main.clientWidth }"
)
