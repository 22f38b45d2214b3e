// Draws a form in the page that includes the script, with that page's fonts and colours.
import { drawField, make } from './draw.js'
import { put, watch } from './watch.js'

// No weight at all, so that every rule of the page wins; as a sheet of its own it needs no inline style.
const LOOKS = `
:where(.raabta-form) { display: grid; gap: 1rem; font: inherit; color: inherit; text-align: start; max-width: 40rem; }
:where(.raabta-form [hidden]) { display: none !important; }
:where(.raabta-field) { display: grid; gap: .25rem; border: 0; margin: 0; padding: 0; min-width: 0; }
:where(.raabta-form input:not([type=checkbox], [type=radio]), .raabta-form select, .raabta-form textarea, .raabta-form button) {
  font: inherit; padding: .5rem .75rem; border: 1px solid; border-radius: .375rem; width: 100%; box-sizing: border-box; }
:where(.raabta-form button) { cursor: pointer; font-weight: 600; }
:where(.raabta-tick) { display: flex; gap: .5rem; align-items: baseline; }
:where(.raabta-help) { opacity: .75; }
:where(.raabta-error) { color: #b3261e; }
:where(.raabta-trap) { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
`

export async function embed(script) {
  const { form: id, host = new URL(script.src).origin, target, language } = script.dataset
  const place = target ? document.querySelector(target) : null
  const box = make('div', { className: 'raabta-form-box' })
  if (place) place.append(box)
  else script.after(box)
  const wanted = language || document.documentElement.lang.split('-')[0]
  const address = `${host}/f/${encodeURIComponent(id)}`
  try {
    const answer = await fetch(`${address}.json?${query(wanted)}`, { credentials: 'omit' })
    if (!answer.ok) throw new Error(answer.status)
    draw(box, { ...(await answer.json()), id }, address)
  } catch (error) {
    box.remove() // a page with a gap in it is better than one with our trouble in it
    console.warn('raabta: the form cannot be shown', error)
  }
}

// A link in a mail, or the cookie of the tracking snippet, may spare the visitor some questions.
function query(language) {
  const [, visitor = ''] = document.cookie.match(/(?:^|; )raabta_id=([^;]*)/) || []
  const person = new URLSearchParams(location.search).get('raabta_person') || ''
  return new URLSearchParams({ language, visitor: decodeURIComponent(visitor), raabta_person: person })
}

function draw(box, told, address) {
  wear()
  const alert = make('p', { className: 'raabta-error', hidden: true, role: 'alert' })
  const trap = make('div', { className: 'raabta-trap', ariaHidden: 'true' }, make('input', { name: told.trap, tabIndex: -1, autocomplete: 'off' }))
  const form = make('form', { className: 'raabta-form', noValidate: true, method: 'post', lang: told.language, dir: told.direction },
    told.title ? make('h2', { textContent: told.title, dir: 'auto' }) : null,
    told.text ? make('p', { textContent: told.text, dir: 'auto' }) : null,
    alert, trap, ...told.fields.map((field) => drawField(field, told)),
    make('button', { textContent: told.button, dir: 'auto' }))
  put(form, 'raabta_token', told.raabta_token)
  box.replaceChildren(form)
  const solved = watch(form, { puzzle: told.puzzle, started: `${address}/started` })
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    send({ box, form, alert, told, address, solved })
  })
}

async function send({ box, form, alert, told, address, solved }) {
  const button = form.querySelector('button')
  if (button.disabled) return
  button.disabled = true
  alert.hidden = true
  try {
    await solved()
    tellWhence(form)
    const answer = await fetch(`${address}/?${query(told.language)}`, {
      method: 'POST', body: new FormData(form), headers: { Accept: 'application/json' }, credentials: 'omit',
    })
    const said = await answer.json()
    if (answer.ok) return thank(box, form, said)
    showErrors(form, alert, said)
  } catch {
    showErrors(form, alert, { detail: told.words.failed, errors: {} })
  } finally {
    button.disabled = false
  }
}

function tellWhence(form) {
  put(form, 'raabta_page', location.href.slice(0, 500))
  put(form, 'raabta_referrer', document.referrer.slice(0, 500))
  const isPrivate = navigator.globalPrivacyControl === true
  // null while the visitor has not agreed to be followed
  put(form, 'raabta_anonymous_id', (!isPrivate && window.raabta?.anonymousId?.()) || '')
}

function showErrors(form, alert, { detail, errors }) {
  form.querySelectorAll('.raabta-field .raabta-error').forEach((one) => one.remove())
  form.querySelectorAll('[aria-invalid]').forEach((one) => one.removeAttribute('aria-invalid'))
  alert.textContent = detail
  alert.hidden = false
  for (const [name, text] of Object.entries(errors)) {
    const field = form.querySelector(`[data-field="${CSS.escape(name)}"]`)
    const input = field?.querySelector('input, select, textarea')
    if (!input) continue
    const said = make('span', { className: 'raabta-error', id: `${input.id}-error`, textContent: text, dir: 'auto' })
    field.append(said)
    input.setAttribute('aria-invalid', 'true')
    input.setAttribute('aria-describedby', said.id)
  }
  const first = form.querySelector('[aria-invalid]') || alert
  first.focus()
}

function thank(box, form, { thanks, redirect_url: next }) {
  box.dispatchEvent(new CustomEvent('raabta:submitted', { bubbles: true }))
  if (/^https?:/.test(next)) return location.assign(next)
  const said = make('p', { textContent: thanks, dir: 'auto', lang: form.lang, tabIndex: -1, role: 'status' })
  said.style.whiteSpace = 'pre-line'
  box.replaceChildren(said)
  said.focus()
}

function wear() {
  if (document.adoptedStyleSheets.some((one) => one.isOfRaabta)) return
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(LOOKS)
  sheet.isOfRaabta = true
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
}
