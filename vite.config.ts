import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import cascadeLayers from '@csstools/postcss-cascade-layers'
import tailwindcss from '@tailwindcss/vite'
import postcss from 'postcss'
import { defineConfig, type Plugin } from 'vite'

const frontend = resolve(import.meta.dirname, 'src/frontend')

/** One SVG sprite of the icons named in icons.txt, so that a page fetches one small file for all of them. */
function iconSprite(): Plugin {
  const list = resolve(frontend, 'icons.txt')
  const source = resolve(import.meta.dirname, 'node_modules/lucide-static/icons')
  return {
    name: 'zhengyou-icons',
    buildStart() {
      const names = readFileSync(list, 'utf8').split(/\s+/).filter(Boolean)
      const symbols = names.map((name) => {
        const svg = readFileSync(resolve(source, `${name}.svg`), 'utf8')
        const inner = /<svg[^>]*>([\s\S]*)<\/svg>/.exec(svg)?.[1] ?? ''
        return `<symbol id="${name}" viewBox="0 0 24 24">${inner.replace(/\s*\n\s*/g, '').replace(/ \/>/g, '/>')}</symbol>`
      })
      const sprite = `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>\n`
      this.emitFile({ type: 'asset', name: 'icons.svg', source: sprite })
    },
  }
}

/** Browsers before Chromium 99 drop every rule inside `@layer`; this turns layers into plain specificity. */
function withoutLayers(): Plugin {
  return {
    name: 'zhengyou-layers',
    enforce: 'post',
    async generateBundle(_options, bundle) {
      for (const item of Object.values(bundle)) {
        if (item.type !== 'asset' || !item.fileName.endsWith('.css')) continue
        const text = typeof item.source === 'string' ? item.source : new TextDecoder().decode(item.source)
        if (!text.includes('@layer')) continue
        item.source = (await postcss([cascadeLayers()]).process(text, { from: undefined })).css
      }
    },
  }
}

/** `assets.json` maps the name a template uses (`app.css`) to the hashed file that was built. */
function assetNames(): Plugin {
  return {
    name: 'zhengyou-asset-names',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const names: Record<string, string> = {}
      for (const item of Object.values(bundle)) {
        if (item.type === 'chunk' && item.isEntry) names[`${item.name}.js`] = item.fileName
        if (item.type === 'asset') for (const name of item.names) names[name] = item.fileName
      }
      const sorted = Object.fromEntries(Object.entries(names).sort(([a], [b]) => a.localeCompare(b)))
      this.emitFile({ type: 'asset', fileName: 'assets.json', source: `${JSON.stringify(sorted, null, 2)}\n` })
    },
  }
}

export default defineConfig({
  root: frontend,
  base: './',
  publicDir: false,
  plugins: [tailwindcss(), iconSprite(), withoutLayers(), assetNames()],
  build: {
    outDir: resolve(import.meta.dirname, 'src/zhengyou/site/static/dist'),
    emptyOutDir: true,
    target: 'es2020',
    cssTarget: ['chrome86', 'safari14'],
    cssMinify: 'lightningcss',
    modulePreload: false,
    chunkSizeWarningLimit: 900,
    assetsInlineLimit: 0,
    rollupOptions: {
      input: { app: resolve(frontend, 'app.ts'), rate: resolve(frontend, 'rate.css'), kiosk: resolve(frontend, 'kiosk.ts'), 'kiosk-worker': resolve(frontend, 'kiosk-worker.ts') },
      output: {
        entryFileNames: '[name]-[hash].js',
        chunkFileNames: '[name]-[hash].js',
        assetFileNames: '[name]-[hash][extname]',
      },
    },
  },
})
