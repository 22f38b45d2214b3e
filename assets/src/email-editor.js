// The block editor of a mail: everything here also works by plain forms; this adds dragging, saving while
// one types, the live preview, and places for personal values. Words come from the page.
import Sortable from 'sortablejs'

const root = document.querySelector('[data-email-editor]')
const PAUSE = 700

// --- saving while one types: one request at a time, values read when it is sent
let timer = 0
let waiting = null
let running = null
let failed = false

function soon(form) {
  if (waiting && waiting !== form) send()
  waiting = form
  state('saving')
  clearTimeout(timer)
  timer = setTimeout(send, PAUSE)
}

async function send() {
  clearTimeout(timer)
  if (running) { await running; return waiting ? send() : undefined }
  const form = waiting
  waiting = null
  if (!form?.isConnected) return
  failed = false
  const values = Object.fromEntries(new FormData(form))
  running = window.htmx.ajax('POST', form.action, { source: form, target: form, swap: 'none', values })
  try { await running } catch { failed = true } finally { running = null }
  if (failed) state('failed')
  else if (!waiting) state('saved')
}

function flush() {
  return waiting || running ? send() : Promise.resolve()
}

function state(name) {
  const place = document.getElementById('save-state')
  if (place?.dataset[name]) place.textContent = place.dataset[name]
}

root.addEventListener('input', (event) => {
  const form = event.target.closest('form[data-autosave]')
  if (form) soon(form)
})
root.addEventListener('change', (event) => {
  const form = event.target.closest('form[data-autosave]')
  if (form) { soon(form); send() }
})
root.addEventListener('submit', (event) => {
  if (!event.target.matches('form[data-autosave]')) return
  event.preventDefault()
  event.stopPropagation()
  waiting = event.target
  send()
}, true)
window.addEventListener('beforeunload', (event) => { if (waiting || running) event.preventDefault() })
// anything else waits for what was typed, then is asked again with the new revision
let submitter = null
root.addEventListener('click', (event) => { submitter = event.target.closest('button') }, true)
document.addEventListener('htmx:before:request', (event) => {
  const source = event.detail.ctx?.sourceElement
  if (!(waiting || running) || !source || !root.contains(source) || source.matches('form[data-autosave]')) return
  event.preventDefault()
  const { name, value } = submitter ?? {}
  flush().then(() => again(source, name, value))
}, true)

// the save drew the list anew, so the same form or link is looked up in it
function again(source, name, value) {
  if (failed) return
  if (!source.matches('form')) { (source.isConnected ? source : root.querySelector(`a[href="${source.getAttribute('href')}"]`))?.click(); return }
  const form = source.isConnected ? source : root.querySelector(`form[action="${source.getAttribute('action')}"]`)
  form?.requestSubmit(name ? form.querySelector(`button[name="${name}"][value="${value}"]`) : undefined)
}

// --- after every change: revision, preview, list
document.addEventListener('variant-saved', (event) => {
  for (const field of document.querySelectorAll('[data-revision]')) field.value = event.detail.revision
  if (event.detail.fits) for (const alert of root.querySelectorAll('#inspector [role=alert]')) alert.remove()
  if (event.detail.fits) for (const field of root.querySelectorAll('#inspector [aria-invalid]')) field.removeAttribute('aria-invalid')
  showPreview()
})
document.addEventListener('htmx:after:swap', settle)
document.addEventListener('htmx:after:settle', settle)

function settle() {
  root.querySelectorAll('[data-drop]').forEach(makeSortable)
  const path = document.getElementById('inspector')?.dataset.path ?? ''
  for (const field of root.querySelectorAll('[name=near]')) field.value = path
  const next = root.querySelector('[data-focus-now]')
  if (next) { next.removeAttribute('data-focus-now'); next.focus() }
}

// --- dragging
function makeSortable(list) {
  if (Sortable.get(list)) return
  Sortable.create(list, {
    group: { name: 'blocks', put: (to, _from, item) => [to.el.dataset.holds, 'any'].includes(item.dataset.level) },
    handle: '[data-handle]',
    animation: 120,
    fallbackOnBody: true,
    swapThreshold: 0.6,
    ghostClass: 'sortable-ghost',
    onEnd: ({ item, to, from, newIndex, oldIndex }) => {
      if (to === from && newIndex === oldIndex) return
      move(item.dataset.block, to.dataset.parent, newIndex)
    },
  })
}

async function move(path, parent, at) {
  await flush()
  const revision = root.querySelector('[data-revision]').value
  const url = `${root.dataset.blocksUrl}${path}/move`
  window.htmx.ajax('POST', url, { source: root, target: root, swap: 'none', values: { revision, parent, at } })
}

// --- preview: same frame, same place on the page
const frame = document.querySelector('[data-preview]')
let isDark = false

function showPreview() {
  if (!frame) return
  const top = frame.contentWindow?.scrollY ?? 0
  frame.addEventListener('load', () => frame.contentWindow?.scrollTo(0, top), { once: true })
  const revision = root.querySelector('[data-revision]')?.value ?? ''
  frame.src = `${frame.dataset.src}?r=${revision}${isDark ? '&dark=1' : ''}`
}

root.addEventListener('click', (event) => {
  const width = event.target.closest('[data-preview-width]')
  if (width) {
    frame.dataset.width = width.dataset.previewWidth
    for (const one of root.querySelectorAll('[data-preview-width]')) one.setAttribute('aria-pressed', String(one === width))
  }
  const dark = event.target.closest('[data-preview-dark]')
  if (dark) {
    isDark = !isDark
    dark.setAttribute('aria-pressed', String(isDark))
    showPreview()
  }
})

// --- personal values go where the cursor was
let place = null
root.addEventListener('focusin', (event) => {
  if (event.target.closest('[data-insertable], .ProseMirror, #details input')) place = event.target
})
root.addEventListener('click', (event) => {
  const button = event.target.closest('[data-insert]')
  if (!button) return
  const target = place?.isConnected ? place : root.querySelector('[data-inspector] .ProseMirror, [data-inspector] [data-insertable]')
  if (target) insert(target, button.dataset.insert)
})

function insert(target, text) {
  const rich = target.closest('.ProseMirror')
  if (rich) { rich.dispatchEvent(new CustomEvent('insert-text', { bubbles: true, detail: { text } })); return }
  target.setRangeText(text, target.selectionStart ?? target.value.length, target.selectionEnd ?? target.value.length, 'end')
  target.focus()
  target.dispatchEvent(new Event('input', { bubbles: true }))
}

root.addEventListener('submit', (event) => event.target.closest('[data-palette-form]')?.hidePopover())

// --- colours and pictures
root.addEventListener('input', (event) => {
  const id = event.target.dataset?.colourFor
  if (!id) return
  const field = document.getElementById(id)
  field.value = event.target.value
  field.dispatchEvent(new Event('input', { bubbles: true }))
})
document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-choose]')
  const field = button && document.getElementById(button.dataset.for)
  if (!field) return
  field.value = button.dataset.choose
  field.dispatchEvent(new Event('change', { bubbles: true }))
})

// --- Ctrl-Z and Ctrl-Y, where the browser has no typing of its own to take back
document.addEventListener('keydown', (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.target.closest('input, textarea, select, [contenteditable]')) return
  const key = event.key.toLowerCase()
  const way = key === 'y' || (key === 'z' && event.shiftKey) ? 'forward' : key === 'z' ? 'back' : ''
  const button = way && root.querySelector(`[data-history=${way}]`)
  if (!button || button.disabled) return
  event.preventDefault()
  button.click()
})

settle()
