"""Measurements of a page in a browser."""

SMALL = """() => [...document.querySelectorAll(
  '[data-testid="stMain"] :is(button, [data-testid="stTextInputRootElement"], label:has(input))')]
    .map(each => [each.innerText, each.getBoundingClientRect()])
    .filter(([name, box]) => box.height > 0 && box.width > 0 && Math.round(box.height) < 44)
    .map(([name, box]) => `${name} ${box.width}x${box.height}`)"""

WIDER = (
    "() => { const main = document.querySelector('[data-testid=stMain]'); return main.scrollWidth - main.clientWidth }"
)

# Each control with its text, and the contrast of its border or its filling to what is around it, whichever is more.
CONTRASTS = """() => {
  const channels = color => color.match(/[\\d.]+/g).map(Number)
  const over = ([red, green, blue, alpha = 1], below) =>
    [red, green, blue].map((one, at) => one * alpha + below[at] * (1 - alpha))
  const ground = one => {
    const color = one ? channels(getComputedStyle(one).backgroundColor) : [255, 255, 255]
    return (color[3] ?? 1) === 1 ? color : over(color, ground(one.parentElement))
  }
  const light = color => color.map(one => one / 255)
    .map(one => one <= 0.03928 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
    .reduce((sum, one, at) => sum + one * [0.2126, 0.7152, 0.0722][at], 0)
  const contrast = (...colors) => {
    const [less, more] = colors.map(light).sort((one, other) => one - other)
    return (more + 0.05) / (less + 0.05)
  }
  const controls = ['[data-testid$="RootElement"]', '[data-testid="stNumberInputContainer"]',
    '[data-testid="stDateInputField"]', '[data-testid="stFileUploaderDropzone"]', '.stExpander details',
    '.stSelectbox [role=group]', '.stMultiSelect [role=group]:has(input)', 'button[data-variant]',
    'button:is([kind^="primary"], [kind^="secondary"]):not(:disabled)', '.stCheckbox label > span + div',
    '[data-testid="stRadioOption"] > span + div > div:first-child'].map(one => `.stMain ${one}`).join(', ')
  return [...document.querySelectorAll(controls)].filter(one => one.offsetWidth).map(one => {
    const style = getComputedStyle(one), around = ground(one.parentElement)
    const edges = parseFloat(style.borderTopWidth) ? [over(channels(style.borderTopColor), around)] : []
    const most = Math.max(...[ground(one), ...edges].map(color => contrast(color, around)))
    return [`${one.dataset.testid ?? one.tagName} ${one.parentElement.innerText}`, Math.round(most * 100) / 100]
  })
}"""
