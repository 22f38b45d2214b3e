// [data-rule-editor]: dragging, adding at once when chosen, narrowing lists, adding a found value.
// Everything it does, a button of the form does too.
import Sortable from 'sortablejs'

let lastUsed = '' // the control whose use redraws the editor, to give it the focus again

export function mount(editor) {
  giveFocus(editor)
  editor.addEventListener('click', (event) => remember(event.target.closest('button')))
  for (const list of editor.querySelectorAll('[data-items]')) sortable(editor, list)
  editor.addEventListener('change', (event) => {
    const { target } = event
    if (target.matches('[data-redraw]')) remember(target)
    if (target.matches('[data-pick]') && target.value) target.closest('div').querySelector('[data-add]').click()
    if (target.matches('[data-suggest-line]')) addLine(target)
    if (target.matches('[data-choices] [type=checkbox]')) showChosen(target.closest('[data-choices]'))
  })
  editor.addEventListener('input', (event) => {
    const { target } = event
    if (target.matches('[data-narrow]')) narrow(target)
    // a value picked from the list arrives as one input without a key
    if (target.matches('[data-suggest-line]') && event.inputType === 'insertReplacementText') addLine(target)
  })
  editor.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !event.target.matches('input')) return
    event.preventDefault() // else the first button of the form would act
    if (event.target.matches('[data-suggest-line]')) addLine(event.target)
  })
}

function remember(control) {
  if (!control?.name) return
  const path = control.value.split(':')[1]
  lastUsed = control.matches('[data-redraw]') ? control.name : control.value.startsWith('add:') ? `${path}~pick` : ''
}

function giveFocus(editor) {
  if (!lastUsed) return
  const control = editor.querySelector(`[name="${CSS.escape(lastUsed)}"]`)
  lastUsed = ''
  control?.focus({ preventScroll: true })
}

function sortable(editor, list) {
  Sortable.create(list, {
    group: 'rule',
    handle: '[data-handle]',
    draggable: '[data-item]',
    animation: 120,
    fallbackOnBody: true,
    swapThreshold: 0.6,
    ghostClass: 'sortable-ghost',
    onEnd: (event) => {
      if (event.from === event.to && event.oldDraggableIndex === event.newDraggableIndex) return
      const deed = `move:${event.item.dataset.item}:${event.to.dataset.items}:${event.newDraggableIndex}`
      const form = editor.closest('form')
      window.htmx.ajax('POST', form.action, {
        source: form, target: '#builder', swap: 'outerHTML', values: { ...values(form), do: deed },
      })
    },
  })
}

function values(form) {
  const found = {}
  for (const [name, value] of new FormData(form)) found[name] = name in found ? [].concat(found[name], value) : value
  return found
}

function addLine(input) {
  const area = input.closest('label').querySelector('[data-values]')
  const value = input.value.trim()
  if (!value) return
  const lines = area.value.split('\n').map((line) => line.trim()).filter(Boolean)
  if (!lines.includes(value)) lines.push(value)
  area.value = lines.join('\n')
  input.value = ''
  area.dispatchEvent(new Event('input', { bubbles: true }))
}

function narrow(input) {
  const wanted = input.value.trim().toLocaleLowerCase()
  for (const item of input.parentElement.querySelectorAll('li')) item.hidden = !item.textContent.toLocaleLowerCase().includes(wanted)
}

function showChosen(box) {
  const chosen = [...box.querySelectorAll('[type=checkbox]:checked')].map((one) => one.nextElementSibling.textContent)
  const place = box.querySelector('[data-chosen]')
  place.replaceChildren(...(chosen.length ? chosen.map(badge) : [box.dataset.none]))
}

function badge(text) {
  const element = document.createElement('span')
  element.className = 'badge badge-sm me-1'
  element.textContent = text
  return element
}
