// Heavy parts are fetched only by pages that hold them; charts only when scrolled into view.
const ISLANDS = [
  { selector: '[data-chart]', load: () => import('../chart.js'), whenVisible: true },
  { selector: '[data-sortable]', load: () => import('../sortable.js') },
  { selector: '[data-rule-editor]', load: () => import('../rule-editor.js') },
  { selector: '[data-richtext]', load: () => import('../richtext.js') },
]
const mounted = new WeakSet()

export function mountIslands(root) {
  for (const island of ISLANDS) {
    for (const element of root.querySelectorAll(island.selector)) {
      if (mounted.has(element)) continue
      mounted.add(element)
      if (island.whenVisible) whenVisible(element, () => mount(island, element))
      else mount(island, element)
    }
  }
}

async function mount(island, element) {
  const module = await island.load()
  if (element.isConnected) module.mount(element)
}

function whenVisible(element, act) {
  const watcher = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return
    watcher.disconnect()
    act()
  }, { rootMargin: '200px' })
  watcher.observe(element)
}
