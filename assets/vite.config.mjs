import tailwindcss from '@tailwindcss/vite'
import { defineConfig } from 'vite'

const SNIPPETS = { raabta: {}, form: { before: '(() => {', after: '})()' } }

export default defineConfig({
  plugins: [tailwindcss()],
  base: './',
  publicDir: false,
  build: {
    outDir: '../src/raabta/static/dist',
    emptyOutDir: true,
    manifest: 'manifest.json',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      input: ['src/app.css', 'src/app.js', 'src/chart.js', 'src/sortable.js', 'src/rule-editor.js', 'src/richtext.js', 'src/email-editor.js', 'src/raabta.js', 'src/form.js'],
      output: {
        // other people's pages include these, so their addresses never change
        entryFileNames: ({ name }) => (name in SNIPPETS ? `${name}.js` : 'assets/[name]-[hash].js'),
        // a plain script's names would be those of the whole page
        banner: ({ name, isEntry }) => (isEntry && SNIPPETS[name]?.before) || '',
        footer: ({ name, isEntry }) => (isEntry && SNIPPETS[name]?.after) || '',
      },
    },
  },
})
