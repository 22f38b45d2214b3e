import { toast } from './toasts.js'

document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-copy]')
  if (!button) return
  const source = button.dataset.copyFrom && document.getElementById(button.dataset.copyFrom)
  const text = source ? (source.value ?? source.textContent.trim()) : button.dataset.copy
  try {
    await navigator.clipboard.writeText(text)
    if (button.dataset.copied) toast(button.dataset.copied, 'success')
  } catch {
    if (source?.select) source.select()
  }
})
