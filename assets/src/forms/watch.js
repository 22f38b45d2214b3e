// A form that is on the page already: what is asked shows at once, and the puzzle is solved while the
// visitor types.
import { showAsked } from './conditions.js'
import { solve } from './puzzle.js'

// `puzzle` is {key, challenge, most} or null; `started` the address that counts who begins.
// Returns a function that resolves once the solution is in the form.
export function watch(form, { puzzle, started }) {
  let solution = null
  let isStarted = false
  const solved = () => {
    solution ??= (puzzle ? solve(puzzle) : Promise.resolve('')).then((number) => put(form, 'raabta_puzzle', number))
    return solution
  }
  const begin = () => {
    if (isStarted) return
    isStarted = true
    navigator.sendBeacon(started, form.elements.raabta_token.value)
    solved()
  }
  showAsked(form)
  form.addEventListener('input', () => {
    begin()
    showAsked(form)
  })
  return solved
}

export function put(form, name, value) {
  let field = form.querySelector(`input[type=hidden][name="${name}"]`)
  if (!field) {
    field = Object.assign(document.createElement('input'), { type: 'hidden', name })
    form.append(field)
  }
  field.value = value
}
