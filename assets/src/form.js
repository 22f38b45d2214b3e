// Forms on the pages of visitors. One file, whose address never changes: websites include it as
//   <script async src=".../forms/embed.js" data-form="0123456789abcdef"></script>
// and it draws the form there. On the form's own page it looks after the one that the server drew.
import { embed } from './forms/embed.js'
import { host } from './forms/hosted.js'

const script = document.currentScript
if (script.dataset.form) embed(script)
else document.querySelectorAll('form[data-hosted]').forEach(host)
