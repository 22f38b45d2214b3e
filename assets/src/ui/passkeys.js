// The login pages say so when the browser gave no passkey (allauth's scripts only tell the console).
document.addEventListener('allauth.error', (event) => {
  const words = document.querySelector('[data-passkey-failed]')
  if (!words) return
  event.preventDefault()
  words.classList.remove('hidden')
})
// browsers bind a passkey to a name, never to a bare number
if (/^[\d.]+$|^\[/.test(location.hostname)) document.querySelector('[data-passkey-needs-name]')?.classList.remove('hidden')
