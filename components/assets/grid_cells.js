// What is typed into a grid is kept until the server has it, as other input is (typed.js). Streamlit's grid calls this
// (components/web/javascript_patch.py) with all cells that differ from what it was given, by the number of their row;
// the page says which rows and values it shows (components/widgets/draft_grid.py), and reads the cells after a reload.
{
  // What opens a cell is loaded with the grid, since it cannot be loaded once the server is down.
  const loading = []
  window.cellEditors = load => { loading.push(load) }
  setInterval(() => {
    if (loading.length && document.querySelector(".grid-rows")) for (const load of loading.splice(0)) load().catch(() => {})
  }, 250)

  const grids = new Map() // by widget: the typed cells that the server has, and what was known in the others

  const same = (one, other) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null)

  window.typedInGrid = (widget, carrier) => {
    const key = /^\$\$ID-[0-9a-f]+-(.+)$/.exec(widget)?.[1]
    const marker = [...document.querySelectorAll(".grid-rows")].find(({ dataset }) => dataset.key === key)
    if (!key || !marker) return
    const [rows, given, standing] = ["rows", "given", "standing"].map(name => JSON.parse(marker.dataset[name]))
    const at = (values, [part, name]) => values[part]?.[name] ?? null
    const now = new Map()
    for (const [row, cells] of Object.entries(JSON.parse(carrier).edited_rows))
      for (const [name, value] of Object.entries(cells)) now.set(JSON.stringify([rows[row], name]), value)

    const grid = grids.get(widget) ?? { saved: new Map(), known: new Map() }
    grids.set(widget, grid)
    const cells = []
    for (const id of new Set([...now.keys(), ...grid.saved.keys(), ...grid.known.keys()])) {
      const cell = JSON.parse(id), value = now.has(id) ? now.get(id) : at(given, cell)
      const known = grid.known.get(id)
      if (!known && same(value, grid.saved.has(id) ? grid.saved.get(id) : at(given, cell))) continue
      const before = known ?? [at(standing, cell)]
      cells.push([...cell, value, before])
      grid.known.set(id, before.some(each => same(each, value)) ? before : [...before, value])
    }
    typed.note(`grid ${widget}`, {
      label: marker.dataset.label,
      value: JSON.stringify(cells),
      shown: cells.map(([, , value]) => value).join(", "),
      carrier,
      saved: () => [grid.saved, grid.known] = [now, new Map()],
    })
    openCell.reported()
  }
}
