// textarea[data-richtext]: the textarea stays the form's field; it is written back only once somebody typed,
// because an editor drops what its schema does not know.
import { Editor, Extension, Mark } from '@tiptap/core'
import StarterKit from '@tiptap/starter-kit'

// what mail needs and the schema would drop: styles, classes and directions
// inside the editor a style is called data-style: the page's policy refuses inline styles, and this keeps them word for word
const KEPT = {
  style: { default: null, parseHTML: (element) => element.getAttribute('data-style'), renderHTML: ({ style }) => (style ? { 'data-style': style } : {}) },
  class: { default: null, parseHTML: (element) => element.getAttribute('class') },
  dir: { default: null, parseHTML: (element) => element.getAttribute('dir') },
}
const renamed = (html, from, to) => html.replace(/<[^>]*>/g, (tag) => tag.replace(from, to))
const inward = (html) => renamed(html, /\sstyle=/gi, ' data-style=')
const outward = (html) => renamed(html, /\sdata-style=/gi, ' style=')
const KeptAttributes = Extension.create({
  name: 'keptAttributes',
  addGlobalAttributes: () => [
    { types: ['paragraph', 'heading', 'bulletList', 'orderedList', 'listItem', 'blockquote', 'link'], attributes: KEPT },
  ],
})
const StyledSpan = Mark.create({
  name: 'styledSpan',
  addAttributes: () => KEPT,
  parseHTML: () => [{ tag: 'span' }],
  renderHTML: ({ HTMLAttributes }) => ['span', HTMLAttributes, 0],
})

const COMMANDS = {
  bold: (chain) => chain.toggleBold(),
  italic: (chain) => chain.toggleItalic(),
  underline: (chain) => chain.toggleUnderline(),
  strike: (chain) => chain.toggleStrike(),
  bulletList: (chain) => chain.toggleBulletList(),
  orderedList: (chain) => chain.toggleOrderedList(),
  heading: (chain) => chain.toggleHeading({ level: 2 }),
  blockquote: (chain) => chain.toggleBlockquote(),
  undo: (chain) => chain.undo(),
  redo: (chain) => chain.redo(),
}

export function mount(field) {
  const frame = field.closest('[data-richtext-frame]')
  const place = frame?.querySelector('[data-editor]') ?? field.insertAdjacentElement('afterend', document.createElement('div'))
  const label = field.labels?.[0]
  if (label) label.id ||= `${field.id}_label`
  const name = label ? { 'aria-labelledby': label.id } : { 'aria-label': field.getAttribute('aria-label') ?? '' }
  const described = field.getAttribute('aria-describedby')
  const isMail = field.closest('[data-inspector]') !== null
  const extensions = [StarterKit.configure({ link: { openOnClick: false, HTMLAttributes: { target: null, rel: null } } })]
  if (isMail) place.dir = 'auto'
  const editor = new Editor({
    element: place,
    extensions: isMail ? [...extensions, KeptAttributes, StyledSpan] : extensions,
    content: isMail ? inward(field.value) : field.value,
    injectCSS: false,
    // a mail gets its direction from its language, so no dir is written into it
    textDirection: isMail ? undefined : 'auto',
    editorProps: { attributes: { role: 'textbox', 'aria-multiline': 'true', class: 'rich-text', ...name, ...(described ? { 'aria-describedby': described } : {}) } },
    onUpdate: () => {
      field.value = editor.isEmpty ? '' : isMail ? outward(editor.getHTML()) : editor.getHTML()
      field.dispatchEvent(new Event('input', { bubbles: true }))
    },
    onTransaction: () => frame && showState(frame, editor),
  })
  field.hidden = true
  frame?.querySelector('[data-toolbar]')?.removeAttribute('hidden')
  label?.addEventListener('click', () => editor.commands.focus())
  field.form?.addEventListener('reset', () => setTimeout(() => editor.commands.setContent(isMail ? inward(field.value) : field.value, { emitUpdate: false })))
  frame?.addEventListener('click', (event) => {
    const button = event.target.closest('[data-command]')
    if (button) run(editor, button)
  })
  frame?.addEventListener('insert-text', (event) => editor.chain().focus().insertContent({ type: 'text', text: event.detail.text }).run())
  if (frame) showState(frame, editor)
}

function run(editor, button) {
  const { command } = button.dataset
  if (command === 'link') setLink(editor, button)
  else if (command === 'insert') editor.chain().focus().insertContent(button.dataset.text).run()
  else COMMANDS[command](editor.chain().focus()).run()
}

function setLink(editor, button) {
  const box = document.getElementById(button.dataset.dialog)
  const input = box.querySelector('input')
  input.value = editor.getAttributes('link').href ?? ''
  box.returnValue = ''
  box.showModal()
  box.addEventListener('close', () => {
    const chain = editor.chain().focus().extendMarkRange('link')
    if (box.returnValue === 'yes' && input.value) chain.setLink({ href: input.value }).run()
    else if (box.returnValue === 'remove') chain.unsetLink().run()
  }, { once: true })
}

function showState(frame, editor) {
  for (const button of frame.querySelectorAll('[data-command][aria-pressed]')) {
    button.setAttribute('aria-pressed', String(editor.isActive(button.dataset.command)))
  }
}
