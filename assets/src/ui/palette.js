// The command palette: a combobox over a listbox whose options the server finds.
const dialog = document.getElementById('palette')
const input = dialog?.querySelector('input[role=combobox]')
const list = dialog?.querySelector('[role=listbox]')

const options = () => [...list.querySelectorAll('[role=option]')]

function activate(option) {
  for (const other of options()) other.setAttribute('aria-selected', String(other === option))
  if (option) {
    input.setAttribute('aria-activedescendant', option.id)
    option.scrollIntoView({ block: 'nearest' })
  } else input.removeAttribute('aria-activedescendant')
}

function number(items) {
  items.forEach((option, at) => { option.id ||= `palette-option-${at}` })
  input.setAttribute('aria-expanded', String(items.length > 0))
  activate(items[0])
}

function open() {
  if (dialog.open) return
  dialog.showModal()
  input.select()
  input.dispatchEvent(new Event('palette-open', { bubbles: true }))
}

function follow(option, event) {
  const link = option?.querySelector('a, button') ?? option?.closest('a')
  const target = option?.dataset.href
  if (link) link.click()
  else if (target && (event.ctrlKey || event.metaKey)) window.open(target)
  else if (target) location.assign(target)
}

if (dialog) {
  document.addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k') {
      event.preventDefault()
      if (dialog.open) dialog.close()
      else open()
    } else if (event.key === '/' && !event.target.closest('input, textarea, select, [contenteditable=true], dialog')) {
      event.preventDefault()
      open()
    }
  })
  document.addEventListener('click', (event) => {
    if (event.target.closest('[data-palette]')) { event.preventDefault(); open() }
  })
  input.addEventListener('keydown', (event) => {
    const items = options()
    const now = items.findIndex((option) => option.getAttribute('aria-selected') === 'true')
    const move = { ArrowDown: now + 1, ArrowUp: now - 1, PageDown: Math.min(now + 5, items.length - 1), PageUp: Math.max(now - 5, 0) }[event.key]
    if (move !== undefined && items.length) {
      event.preventDefault()
      activate(items[(move + items.length) % items.length])
    } else if (event.key === 'Enter') {
      event.preventDefault()
      follow(items[now], event)
    }
  })
  list.addEventListener('click', (event) => {
    const option = event.target.closest('[role=option]')
    if (option) follow(option, event)
  })
  list.addEventListener('pointermove', (event) => {
    const option = event.target.closest('[role=option]')
    if (option && option.getAttribute('aria-selected') !== 'true') activate(option)
  })
  document.addEventListener('htmx:after:swap', () => { if (dialog.open) number(options()) })
}
