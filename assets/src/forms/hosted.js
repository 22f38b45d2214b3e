// The form's own page, and the frame that shows it: drawn by the server, sent as any form.
import { watch } from './watch.js'

export function host(form) {
  const { puzzle, started } = form.dataset
  const solved = watch(form, { puzzle: puzzle ? JSON.parse(puzzle) : null, started })
  let isReady = !puzzle
  form.addEventListener('submit', async (event) => {
    if (isReady) return
    event.preventDefault()
    await solved()
    isReady = true
    // not at once: while a form tells of its submission, browsers ignore a second one
    setTimeout(() => form.requestSubmit(event.submitter))
  })
}
