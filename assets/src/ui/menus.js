// Menus are popovers: they close by Escape or a click outside, and nothing clips them. Only their place is ours.
const GAP = 4

function place(menu, opener) {
  const box = opener.getBoundingClientRect()
  const rtl = document.dir === 'rtl'
  const { offsetWidth: width, offsetHeight: height } = menu
  const alignEnd = menu.dataset.align === 'end'
  let left = alignEnd !== rtl ? box.right - width : box.left
  left = Math.min(Math.max(left, 8), innerWidth - width - 8)
  const fitsBelow = box.bottom + GAP + height <= innerHeight - 8
  const top = fitsBelow || box.top < height + GAP ? Math.min(box.bottom + GAP, innerHeight - height - 8) : box.top - GAP - height
  menu.style.left = `${left}px`
  menu.style.top = `${Math.max(8, top)}px`
}

document.addEventListener('toggle', (event) => {
  const menu = event.target
  if (!menu.matches?.('.menu-popover')) return
  const opener = openerOf(menu)
  if (event.newState !== 'open') return forget(menu)
  if (!opener) return
  place(menu, opener)
}, true)

document.addEventListener('keydown', (event) => {
  const menu = event.target.closest('.menu-popover') ?? openedBy(event.target)
  if (!menu || !['ArrowDown', 'ArrowUp', 'Home', 'End'].includes(event.key)) return
  const items = [...menu.querySelectorAll('a, button')].filter((item) => !item.disabled)
  const now = items.indexOf(document.activeElement)
  const next = { ArrowDown: now + 1, ArrowUp: now < 0 ? items.length - 1 : now - 1, Home: 0, End: items.length - 1 }[event.key]
  event.preventDefault()
  items[(next + items.length) % items.length]?.focus()
})

// htmx copies attributes of what it replaces, and the policy refuses a copied style
function forget(menu) {
  if (menu.getAttribute('style') !== null) menu.removeAttribute('style') // Chromium writes it only once it is read
}

function openerOf(menu) {
  return document.querySelector(`[popovertarget="${CSS.escape(menu.id)}"]`)
}

function openedBy(element) {
  const id = element.getAttribute?.('popovertarget')
  const menu = id && document.getElementById(id)
  return menu?.matches('.menu-popover:popover-open') ? menu : null
}

window.addEventListener('scroll', (event) => {
  for (const menu of document.querySelectorAll('.menu-popover:popover-open')) {
    const opener = openerOf(menu)
    if (!opener || menu.contains(event.target)) continue
    const { top, bottom } = opener.getBoundingClientRect()
    if (bottom < 0 || top > innerHeight) menu.hidePopover()
    else place(menu, opener)
  }
}, { capture: true, passive: true })
