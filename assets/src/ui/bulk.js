// [data-bulk] holds rows with checkboxes [data-row], one [data-select-all] and a bar [data-bulk-bar].
const written = new Intl.NumberFormat(document.documentElement.lang === 'bn' ? 'bn-BD' : document.documentElement.lang === 'ur' ? 'ur-PK' : 'en')
let last = null

function refresh(group) {
  const rows = [...group.querySelectorAll('input[data-row]')]
  const chosen = rows.filter((row) => row.checked).length
  const all = group.querySelector('[data-select-all]')
  if (all) {
    all.checked = chosen > 0 && chosen === rows.length
    all.indeterminate = chosen > 0 && chosen < rows.length
  }
  const everything = group.querySelector('input[data-everything]')
  if (everything && chosen < rows.length) everything.checked = false
  const bar = group.querySelector('[data-bulk-bar]')
  if (!bar) return
  bar.hidden = chosen === 0
  const offer = bar.querySelector('[data-everything-offer]')
  if (offer) offer.hidden = chosen < rows.length
  const total = everything?.checked ? Number(everything.dataset.everything) : chosen
  for (const count of bar.querySelectorAll('[data-bulk-count]')) count.textContent = written.format(total)
}

document.addEventListener('click', (event) => {
  const group = event.target.closest('[data-bulk]')
  if (!group) return
  if (event.target.matches('input[data-row]')) {
    if (event.shiftKey && last && group.contains(last)) selectBetween(group, last, event.target)
    last = event.target
  }
  if (event.target.closest('[data-clear-selection]')) {
    for (const row of group.querySelectorAll('input[data-row]')) row.checked = false
    refresh(group)
    group.querySelector('[data-select-all]')?.focus()
  }
})

function selectBetween(group, first, second) {
  const rows = [...group.querySelectorAll('input[data-row]')]
  const [from, to] = [rows.indexOf(first), rows.indexOf(second)].sort((a, b) => a - b)
  for (const row of rows.slice(from, to + 1)) row.checked = second.checked
}

document.addEventListener('change', (event) => {
  const group = event.target.closest('[data-bulk]')
  if (!group) return
  if (event.target.matches('[data-select-all]')) {
    for (const row of group.querySelectorAll('input[data-row]')) row.checked = event.target.checked
  }
  refresh(group)
})
const refreshAll = () => document.querySelectorAll('[data-bulk]').forEach(refresh)
document.addEventListener('htmx:after:swap', refreshAll)
window.addEventListener('pageshow', refreshAll) // a browser that goes back keeps the ticks
