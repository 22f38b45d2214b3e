// The theme form works by plain POST; with scripts the page changes at once and the choice is sent along.
document.addEventListener('submit', (event) => {
  const form = event.target.closest('form[data-theme-form]')
  if (!form || !event.submitter) return
  event.preventDefault()
  const theme = event.submitter.value
  if (theme) document.documentElement.dataset.theme = theme
  else delete document.documentElement.dataset.theme
  for (const button of form.querySelectorAll('[name=theme]')) button.setAttribute('aria-pressed', String(button.value === theme))
  document.dispatchEvent(new CustomEvent('themechange'))
  fetch(form.action, { method: 'POST', body: new FormData(form, event.submitter), headers: { 'HX-Request': 'true' } })
})
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => document.dispatchEvent(new CustomEvent('themechange')))
