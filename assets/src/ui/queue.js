// [data-queue] holds items with buttons; a letter presses the button [data-queue-key] of the item in focus, else of
// the first one; j and k go to the next and the one before.
const typing = (element) => element.closest?.('input, textarea, select, [contenteditable], dialog')

document.addEventListener('keydown', (event) => {
  const queue = document.querySelector('[data-queue]')
  if (!queue || event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing(event.target)) return
  const items = [...queue.querySelectorAll('[data-queue-item]')]
  const at = items.findIndex((item) => item.contains(document.activeElement))
  const key = event.key.toLowerCase()
  if (key === 'j' || key === 'k') {
    items[Math.max(0, Math.min(items.length - 1, at + (key === 'j' ? 1 : -1)))]?.focus()
    event.preventDefault()
    return
  }
  const button = items[Math.max(at, 0)]?.querySelector(`[data-queue-key="${CSS.escape(key)}"]`)
  if (!button) return
  event.preventDefault()
  button.click()
})
