import tailwindcss from '@tailwindcss/vite'
import { defineConfig } from 'vite'

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
      input: ['src/app.css', 'src/app.js', 'src/chart.js', 'src/sortable.js', 'src/rule-editor.js', 'src/richtext.js', 'src/email-editor.js', 'src/raabta.js'],
      output: {
        // other people's pages include it, so its address never changes
        entryFileNames: ({ name }) => (name === 'raabta' ? 'raabta.js' : 'assets/[name]-[hash].js'),
      },
    },
  },
})
