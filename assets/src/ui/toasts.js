// #toasts holds messages; a response header HX-Trigger: {"toast": {"text": …, "tone": …}} adds one.
const LIFE = 6000

export function toast(text, tone = 'info') {
  const template = document.getElementById(`toast-${tone}`) ?? document.getElementById('toast-info')
  const shelf = document.getElementById('toasts')
  if (!template || !shelf) return
  const item = template.content.firstElementChild.cloneNode(true)
  item.querySelector('[data-text]').textContent = text
  shelf.append(item)
}

function remove(item) {
  item.remove()
}

function watch(item) {
  if (item.dataset.watched) return
  item.dataset.watched = ''
  if (item.hasAttribute('data-stay')) return // an error waits until it is read
  let timer = setTimeout(() => remove(item), LIFE)
  for (const name of ['pointerenter', 'focusin']) item.addEventListener(name, () => clearTimeout(timer))
  for (const name of ['pointerleave', 'focusout']) item.addEventListener(name, () => { clearTimeout(timer); timer = setTimeout(() => remove(item), LIFE) })
}

const shelf = document.getElementById('toasts')
if (shelf) {
  const watchAll = () => shelf.querySelectorAll('[data-toast]').forEach(watch)
  new MutationObserver(watchAll).observe(shelf, { childList: true })
  watchAll()
}
document.addEventListener('click', (event) => {
  if (event.target.closest('[data-dismiss]')) event.target.closest('[data-toast], [data-alert]')?.remove()
})
document.addEventListener('toast', (event) => toast(event.detail.text, event.detail.tone))
for (const name of ['htmx:error', 'htmx:response:error']) {
  document.addEventListener(name, (event) => {
    const status = event.detail.ctx?.response?.status ?? 0
    if (name === 'htmx:response:error' && status < 500) return // 4xx bodies swap and say it themselves
    const words = document.body.dataset.requestFailed
    if (words) toast(words, 'error')
  })
}
