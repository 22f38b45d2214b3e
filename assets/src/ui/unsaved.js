// form[data-guard]: leaving with changes that were not sent asks first.
const changed = new Set()

document.addEventListener('input', (event) => {
  const form = event.target.form ?? event.target.closest?.('form')
  if (form?.matches('[data-guard]')) changed.add(form)
})
document.addEventListener('submit', (event) => changed.delete(event.target))
document.addEventListener('reset', (event) => changed.delete(event.target))
window.addEventListener('beforeunload', (event) => {
  if ([...changed].some((form) => form.isConnected)) event.preventDefault()
})
