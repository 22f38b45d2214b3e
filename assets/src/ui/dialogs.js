// Dialogs, the side panel and the question before something that cannot be undone.
const plainClick = (event) => event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey

document.addEventListener('click', (event) => {
  const opener = event.target.closest('[data-open]')
  if (opener) {
    const dialog = document.getElementById(opener.dataset.open)
    if (dialog && !dialog.open) { event.preventDefault(); dialog.showModal() }
    return
  }
  if (event.target.closest('[data-close]')) event.target.closest('dialog')?.close()
  else if (event.target.matches('dialog[data-light]')) closeOutside(event)
  const panelLink = event.target.closest('[data-panel]')
  if (panelLink && plainClick(event)) openPanel()
})

function closeOutside(event) { // a click on the backdrop reaches the dialog element itself
  const box = event.target.getBoundingClientRect()
  const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom
  const byPointer = event.clientX || event.clientY
  if (!byPointer || (inside && !event.target.matches('.modal'))) return
  event.target.close()
}

const panel = document.getElementById('panel')

function openPanel() {
  if (!panel || panel.open) return
  document.getElementById('panel-body').replaceChildren(document.getElementById('panel-waiting').content.cloneNode(true))
  panel.showModal()
}
panel?.addEventListener('close', () => document.getElementById('panel-body').replaceChildren())
// a saved form answers with HX-Trigger: panel-close (or dialog-close), and the page refreshes what it shows
for (const name of ['panel-close', 'dialog-close']) {
  document.addEventListener(name, () => document.querySelectorAll(name === 'panel-close' ? '#panel[open]' : 'dialog[open]').forEach((dialog) => dialog.close()))
}
// a dialog that the server sends opens by itself
document.addEventListener('htmx:after:swap', () => document.querySelectorAll('dialog[data-open-now]:not([open])').forEach((dialog) => {
  dialog.removeAttribute('data-open-now')
  dialog.showModal()
}))

function ask(words, source) {
  const dialog = document.getElementById('confirm')
  if (!dialog) return Promise.resolve(window.confirm(words))
  dialog.querySelector('[data-text]').textContent = words
  const accept = dialog.querySelector('[value=yes]')
  const button = source.dataset.confirmButton
  accept.textContent = button || accept.dataset.words
  accept.classList.toggle('btn-error', source.dataset.confirmTone !== 'primary')
  accept.classList.toggle('btn-primary', source.dataset.confirmTone === 'primary')
  dialog.returnValue = ''
  dialog.showModal()
  return new Promise((answer) => dialog.addEventListener('close', () => answer(dialog.returnValue === 'yes'), { once: true }))
}

document.addEventListener('htmx:confirm', (event) => {
  const { ctx, issueRequest, dropRequest } = event.detail
  if (!ctx.confirm) return
  event.preventDefault()
  ask(ctx.confirm, ctx.sourceElement).then((yes) => (yes ? issueRequest() : dropRequest()))
})

const confirmed = new WeakSet()
document.addEventListener('submit', (event) => {
  const source = event.submitter?.closest('[data-confirm]') ?? event.target.closest('form[data-confirm]')
  if (!source || confirmed.delete(event.target)) return
  event.preventDefault()
  event.stopImmediatePropagation()
  const { target: form, submitter } = event
  ask(source.dataset.confirm, source).then((yes) => {
    if (!yes) return
    confirmed.add(form)
    form.requestSubmit(submitter)
  })
}, true)
