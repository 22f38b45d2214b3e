// Every page. The words it shows come from the page by data-* attributes.
import htmx from 'htmx.org'
import 'htmx.org/dist/ext/hx-sse.js'
import './ui/bulk.js'
import './ui/copy.js'
import './ui/dialogs.js'
import './ui/filters.js'
import './ui/inline.js'
import './ui/menus.js'
import './ui/palette.js'
import './ui/queue.js'
import './ui/passkeys.js'
import './ui/theme.js'
import './ui/toasts.js'
import './ui/unsaved.js'
import { mountIslands } from './ui/islands.js'

mountIslands(document)
document.addEventListener('htmx:after:swap', () => mountIslands(document))
window.htmx = htmx
