// [data-edit] is a value that changes where it stands: a double click (a click with [data-edit-click]) or Enter
// opens its form, Escape closes it, the arrow keys walk through a [data-grid].
import htmx from 'htmx.org'

const before = new WeakMap()

async function open(cell) {
  if (cell.querySelector('[data-cell-form]')) return
  const old = cell.innerHTML
  await htmx.ajax('GET', cell.dataset.edit, { target: cell, swap: 'innerHTML', source: cell })
  const input = cell.querySelector('[data-cell-form] :is(input:not([type=hidden]), select, textarea)')
  if (!input) return
  before.set(cell, old)
  input.focus()
  if (input.select && input.type !== 'checkbox') input.select()
}

function close(cell) {
  if (!before.has(cell)) return
  cell.innerHTML = before.get(cell)
  before.delete(cell)
  cell.focus()
}

const cellOf = (event) => event.target.closest?.('[data-edit]')

document.addEventListener('dblclick', (event) => {
  const cell = cellOf(event)
  if (!cell || event.target.closest('[data-cell-form], a')) return
  getSelection()?.removeAllRanges()
  open(cell)
})
document.addEventListener('click', (event) => {
  const cell = cellOf(event)
  if (!cell) return
  if (event.target.closest('[data-cell-cancel]')) { event.preventDefault(); close(cell); return }
  const selecting = String(getSelection() ?? '') !== ''
  if (cell.matches('[data-edit-click]') && !selecting && !event.target.closest('[data-cell-form], a')) open(cell)
})
document.addEventListener('keydown', (event) => {
  const cell = cellOf(event)
  if (!cell) return
  if (event.target !== cell) {
    if (event.key === 'Escape') { event.preventDefault(); close(cell) }
    return
  }
  if (event.key === 'Enter' || event.key === 'F2') { event.preventDefault(); open(cell) }
  else walk(event, cell)
})
// the value comes back after saving; the reader goes on from there
document.addEventListener('htmx:after:swap', (event) => {
  for (const grid of document.querySelectorAll('[data-grid]')) enter(grid)
  const cell = event.detail?.ctx?.target?.closest?.('[data-edit]')
  if (!cell || cell.querySelector('[data-cell-form]')) return
  before.delete(cell)
  if (document.activeElement === document.body) cell.focus()
})

function walk(event, cell) {
  const grid = cell.closest('[data-grid]')
  const step = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[event.key]
  if (!grid || !step) return
  const rows = [...grid.children].map((row) => [...row.querySelectorAll('[data-edit]')])
  const at = rows.findIndex((cells) => cells.includes(cell))
  const across = step[0] * (document.dir === 'rtl' ? -1 : 1)
  const next = rows[at + step[1]]?.[rows[at].indexOf(cell) + across]
  if (!next) return
  event.preventDefault()
  next.focus()
}

// one cell of a grid is a tab stop, the others are reached by arrows
function enter(grid) {
  const cells = [...grid.querySelectorAll('[data-edit]')]
  if (cells.length && !cells.some((cell) => cell.tabIndex === 0)) cells[0].tabIndex = 0
}
document.addEventListener('focusin', (event) => {
  const cell = cellOf(event)
  const grid = cell?.closest('[data-grid]')
  if (!grid) return
  for (const other of grid.querySelectorAll('[data-edit]')) other.tabIndex = other === cell ? 0 : -1
})
for (const grid of document.querySelectorAll('[data-grid]')) enter(grid)

// [data-follows="field"]: of its children only those for the chosen value show
document.addEventListener('change', (event) => {
  const form = event.target.form
  for (const shelf of form?.querySelectorAll(`[data-follows="${CSS.escape(event.target.name)}"]`) ?? []) {
    for (const child of shelf.children) child.hidden = !child.dataset.when.split(' ').includes(event.target.value)
  }
})
