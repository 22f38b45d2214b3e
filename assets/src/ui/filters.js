// [data-autosubmit]: a filter form sends itself when the reader pauses.
const PAUSE = 300
const timers = new WeakMap()

function submitSoon(form, pause) {
  clearTimeout(timers.get(form))
  timers.set(form, setTimeout(() => form.isConnected && form.requestSubmit(), pause))
}

document.addEventListener('input', (event) => {
  const form = event.target.form
  if (form?.matches('[data-autosubmit]') && event.target.matches('[type=search], [type=text], [type=number]')) submitSoon(form, PAUSE)
})
document.addEventListener('change', (event) => {
  const form = event.target.form
  if (form?.matches('[data-autosubmit]') && !event.target.matches('[type=search], [type=text]')) submitSoon(form, 0)
})
// an empty field says nothing, so it stays out of the address
document.addEventListener('formdata', (event) => {
  if (!event.target.matches('[data-autosubmit]')) return
  for (const [key, value] of [...event.formData]) if (value === '') event.formData.delete(key)
})

// a[data-follows]: outside the list that filters swap, yet about what the list shows now.
document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[data-follows]')
  if (link) link.search = location.search
}, true)
