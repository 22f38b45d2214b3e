// Which questions are asked: the rules of ShownWhen and read_answers in raabta/forms, which decides.

export const answersOf = (form) => {
  const found = {}
  for (const [name, value] of new FormData(form)) {
    if (typeof value === 'string' && value.trim()) (found[name] ??= []).push(value.trim())
  }
  return found
}

// `when` is {field, how, values} or null; `answers` are those of the questions that are asked.
export function holds(when, answers) {
  const given = answers[when.field] || ['']
  const meets = given.some((one) => when.values.some((value) => fold(value) === fold(one)))
  return when.how === 'is_not' ? !meets : meets
}

// Shows and hides every element with `data-when`, in order: a question that hangs on a hidden one is
// not asked either. What is hidden is disabled, so that the browser neither checks nor sends it.
export function showAsked(form) {
  const answers = answersOf(form)
  for (const box of form.querySelectorAll('[data-field]')) {
    const when = box.dataset.when ? JSON.parse(box.dataset.when) : null
    const isAsked = !when || holds(when, answers)
    box.hidden = !isAsked
    for (const input of box.querySelectorAll('input, select, textarea')) input.disabled = !isAsked
    if (!isAsked) delete answers[box.dataset.field]
    else if (!answers[box.dataset.field]) restore(box, answers)
  }
}

// It was disabled until now, so its answer was not among those that were read.
function restore(box, answers) {
  for (const input of box.querySelectorAll('input, select, textarea')) {
    const isChosen = !['checkbox', 'radio'].includes(input.type) || input.checked
    if (isChosen && input.type !== 'file' && input.value.trim()) (answers[box.dataset.field] ??= []).push(input.value.trim())
  }
}

// Python's casefold, as far as it matters here.
const fold = (text) => text.toLowerCase().replaceAll('ß', 'ss')
