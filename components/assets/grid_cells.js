// What is typed into a grid is kept until the server has it, as other input is (typed.js). Streamlit's grid calls this
// (components/web/javascript_patch.py) with all cells that differ from what it was given, by the number of their row;
// the page says which rows and values it shows (components/widgets/draft_grid.py), and reads the cells after a reload.
const gridCells = {}
{
  // What opens a cell is loaded with the grid, since it cannot be loaded once the server is down.
  const loading = []
  window.cellEditors = load => { loading.push(load) }
  setInterval(() => {
    if (loading.length && document.querySelector(".grid-rows")) for (const load of loading.splice(0)) load().catch(() => {})
  }, 250)

  const grids = new Map() // by key: its widget, the typed cells that the server has, and what was known in the others
  const texts = new Map() // cells that no report has carried yet: the open one, and those just left

  const same = (one, other) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null)
  const at = (values, [part, name]) => values[part]?.[name] ?? null
  const markers = () => [...document.querySelectorAll(".grid-rows")]
  const markerOf = key => markers().find(({ dataset }) => dataset.key === key)
  const valuesOf = (marker, ...names) => names.map(name => JSON.parse(marker.dataset[name]))
  const gridOf = (key, widget) => {
    if (grids.get(key)?.widget !== widget) grids.set(key, { widget, saved: new Map(), known: new Map() })
    return grids.get(key)
  }
  const field = (label, cells) => ({
    label, cells, value: JSON.stringify(cells), shown: cells.map(([, , value]) => value).join(", "),
  })

  window.typedInGrid = (widget, carrier) => {
    const key = /^\$\$ID-[0-9a-f]+-(.+)$/.exec(widget)?.[1], marker = markerOf(key)
    if (!key || !marker) return
    const [rows, given, standing] = valuesOf(marker, "rows", "given", "standing")
    const edited = JSON.parse(carrier).edited_rows, now = new Map()
    for (const [row, cells] of Object.entries(edited))
      for (const [name, value] of Object.entries(cells)) now.set(JSON.stringify([rows[row], name]), value)

    const grid = gridOf(key, widget), cells = []
    for (const id of new Set([...now.keys(), ...grid.saved.keys(), ...grid.known.keys()])) {
      const cell = JSON.parse(id), value = now.has(id) ? now.get(id) : at(given, cell)
      const known = grid.known.get(id)
      if (!known && same(value, grid.saved.has(id) ? grid.saved.get(id) : at(given, cell))) continue
      const before = known ?? [at(standing, cell)]
      cells.push([...cell, value, before])
      grid.known.set(id, before.some(each => same(each, value)) ? before : [...before, value])
    }
    for (const [id, { input }] of texts) if (!input.isConnected) texts.delete(id)
    typed.note(`grid ${widget}`, {
      ...field(marker.dataset.label, cells),
      carrier,
      saved: () => isUnheard(key, marker.dataset.label, edited)
        ? giveBack(marker.dataset.label, cells)
        : [grid.saved, grid.known] = [now, new Map()],
    })
    openCell.reported()
  }

  // A grid that was drawn anew, since somebody else changed a cell of it, drops the cells that were still on their way.
  const drawnAnew = (key, label) => !markerOf(key) && markers().find(({ dataset }) => dataset.label === label)
  const isUnheard = (key, label, edited) => {
    const marker = drawnAnew(key, label)
    return marker && !same(valuesOf(marker, "heard")[0], [key, edited])
  }
  const giveBack = (label, cells) => reloading.giveBack(field(label, cells))

  // The text of an open cell, after each key.
  gridCells.type = (input, row, name) => {
    const [marker] = markers()
    if (!marker) return
    const [rows, standing] = valuesOf(marker, "rows", "standing"), { key, label } = marker.dataset
    if (!(row in rows) || !name) return
    const cell = [rows[row], name], id = JSON.stringify(cell), grid = grids.get(key)
    const saved = grid?.saved.has(id) ? grid.saved.get(id) : at(standing, cell)
    texts.set(id, { input, key, label, cell: [...cell, input.value, [...(grid?.known.get(id) ?? []), saved]] })
  }
  gridCells.forgetText = input => {
    for (const [id, text] of texts) if (text.input === input) texts.delete(id)
  }
  // Some time after a cell was left: its grid has reported it, or is gone with it.
  gridCells.settleTexts = () => {
    for (const [id, { input, key, label, cell }] of texts) {
      if (input.isConnected) continue
      texts.delete(id)
      if (drawnAnew(key, label)) giveBack(label, [cell])
    }
  }

  gridCells.forgetTexts = () => texts.clear()

  // The texts of cells as if they had been left.
  gridCells.texts = () => [...texts.values()].map(({ label, cell }) => field(label, [cell]))
  // Fields, with all cells of a grid in one: there is one place to which they come back. The last of a cell holds.
  gridCells.joined = fields => {
    const cells = new Map()
    for (const each of fields) if (each.cells) cells.set(each.label, [...(cells.get(each.label) ?? []), ...each.cells])
    const grids = [...cells].map(([label, cells]) => ({ at: 0, known: [""], ...field(label, cells) }))
    return [...fields.filter(each => !each.cells), ...grids]
  }
}
