// [data-sortable]: drag by [data-handle], or the buttons [data-move=up|down]; the new order goes to data-url.
import Sortable from 'sortablejs'

export function mount(list) {
  Sortable.create(list, {
    group: list.dataset.group || undefined,
    handle: '[data-handle]',
    animation: 120,
    ghostClass: 'sortable-ghost',
    onEnd: (event) => {
      save(event.to)
      if (event.from !== event.to) save(event.from)
    },
  })
  list.addEventListener('click', (event) => {
    const button = event.target.closest('[data-move]')
    if (button) move(list, button)
  })
  setEnds(list)
}

function move(list, button) {
  const item = button.closest('[data-id]')
  const other = button.dataset.move === 'up' ? item.previousElementSibling : item.nextElementSibling
  if (!other) return
  if (button.dataset.move === 'up') other.before(item)
  else other.after(item)
  save(list)
  const stillUsable = button.disabled ? item.querySelector('[data-move]:not(:disabled)') : button
  stillUsable?.focus()
}

function setEnds(list) {
  const items = [...list.querySelectorAll(':scope > [data-id]')]
  items.forEach((item, at) => {
    const [up, down] = ['up', 'down'].map((way) => item.querySelector(`[data-move=${way}]`))
    if (up) up.disabled = at === 0
    if (down) down.disabled = at === items.length - 1
  })
}

function save(list) {
  setEnds(list)
  const order = [...list.querySelectorAll(':scope > [data-id]')].map((item) => item.dataset.id)
  const field = list.dataset.field && document.getElementById(list.dataset.field)
  if (field) {
    field.value = order.join(',')
    field.dispatchEvent(new Event('input', { bubbles: true }))
  }
  if (list.dataset.url) window.htmx.ajax('POST', list.dataset.url, { source: list, target: list, swap: 'none', values: { order: order.join(','), list: list.dataset.list ?? '' } })
}
