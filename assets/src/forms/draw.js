// The fields of a form as elements, from the description that /f/….json gives.

export const make = (tag, values = {}, ...children) => {
  const one = Object.assign(document.createElement(tag), values)
  one.append(...children.filter((child) => child !== null && child !== ''))
  return one
}

// `told` is the whole description. Text goes in as text, never as markup.
export function drawField(field, told) {
  if (field.widget === 'hidden') return make('input', { type: 'hidden', name: field.id, value: broughtAlong(field.source) })
  const draw = { heading, checkbox, checkboxes: choices, yes_no: choices }[field.widget] || plain
  const box = draw(field, told, `raabta-${told.id}-${field.id}`)
  box.classList.add('raabta-field')
  box.dataset.field = field.id
  if (field.shown_when) box.dataset.when = JSON.stringify(field.shown_when)
  return box
}

// What the page's address, or an earlier page of this visit, tells about where the visitor came from.
function broughtAlong(source) {
  if (source === 'page') return location.href.slice(0, 500)
  if (source === 'referrer') return document.referrer.slice(0, 500)
  if (!source.startsWith('utm_')) return ''
  return new URLSearchParams(location.search).get(source) || earlier(source)
}

function earlier(source) {
  try {
    const kept = JSON.parse(localStorage.getItem('raabta_campaign')) || {}
    return kept[source === 'utm_campaign' ? 'name' : source.slice(4)] || ''
  } catch {
    return ''
  }
}

const small = (text) => (text ? make('small', { className: 'raabta-help', textContent: text, dir: 'auto' }) : null)
const star = (field) => (field.required ? make('span', { textContent: ' *', ariaHidden: 'true' }) : null)

function heading(field) {
  return make('div', {}, make('strong', { textContent: field.label, dir: 'auto' }), small(field.help))
}

function checkbox(field, _told, id) {
  const input = make('input', { type: 'checkbox', id, name: field.id, value: 'yes' })
  input.setAttribute('aria-required', field.required)
  const label = make('label', { className: 'raabta-tick' }, input, make('span', { textContent: field.label, dir: 'auto' }, star(field)))
  return make('div', {}, label, small(field.help))
}

function choices(field, told, id) {
  const isOne = field.widget === 'yes_no'
  const options = isOne ? [['yes', told.words.yes], ['no', told.words.no]] : field.options
  const ticks = options.map(([value, text], at) =>
    make('label', { className: 'raabta-tick' },
      make('input', { type: isOne ? 'radio' : 'checkbox', name: field.id, value, id: at ? `${id}-${at}` : id }),
      make('span', { textContent: text, dir: 'auto' })))
  return make('fieldset', {}, make('legend', { textContent: field.label, dir: 'auto' }, star(field)), ...ticks, small(field.help))
}

function plain(field, _told, id) {
  const input = control(field)
  Object.assign(input, { id, name: field.id })
  if (field.placeholder) input.placeholder = field.placeholder
  if (field.required) input.setAttribute('aria-required', 'true')
  const label = make('label', { htmlFor: id, textContent: field.label, dir: 'auto' }, star(field))
  return make('div', {}, label, input, small(field.help))
}

function control(field) {
  if (field.widget === 'textarea') return make('textarea', { rows: 4, dir: 'auto' })
  if (field.widget === 'select') {
    const options = field.options.map(([value, text]) => make('option', { value, textContent: text }))
    return make('select', {}, make('option', { value: '', textContent: field.placeholder || '—' }), ...options)
  }
  if (field.widget === 'file') return make('input', { type: 'file', accept: field.accept })
  const isAddress = ['email', 'tel'].includes(field.input_type)
  const more = isAddress ? { autocomplete: field.input_type, dir: 'ltr' } : { dir: 'auto' }
  return make('input', { type: field.input_type, ...more, ...(field.input_type === 'number' && { step: 'any' }) })
}
