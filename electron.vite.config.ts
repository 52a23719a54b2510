import { resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'
import type { Plugin, Rollup } from 'vite'

/** Returns a file with all its direct and indirect imports. */
const withImports = (
  bundle: Rollup.OutputBundle,
  fileName: string,
  known: ReadonlySet<string> = new Set(),
): ReadonlySet<string> => {
  const chunk = bundle[fileName]
  if (chunk?.type !== 'chunk' || known.has(fileName)) return known
  return chunk.imports.reduce<ReadonlySet<string>>(
    (all, imported) => withImports(bundle, imported, all),
    new Set([...known, fileName]),
  )
}

/** Loads the page's own code in parallel with the few lines that open the connection to core, not after them. */
const preloadPage: Plugin = {
  name: 'wisdeck-preload-page',
  transformIndexHtml: {
    order: 'post',
    handler: (html, { bundle = {} }) =>
      Object.values(bundle)
        .filter((file) => file.type === 'chunk' && file.name === 'page')
        .flatMap((page) => [...withImports(bundle, page.fileName)])
        .filter((file) => !html.includes(file))
        .map((file) => ({
          tag: 'link',
          attrs: { rel: 'modulepreload', crossorigin: true, href: `./${file}` },
          injectTo: 'head',
        })),
  },
}

/** Returns the name of the file that holds all sections of a language. Returns null for English. */
const languageChunk = (file: string): string | null => {
  const [, language = 'en'] = /\/i18n\/([^/]+)\/(?:\w+\/)*\w+\.json$/.exec(file) ?? []
  return language === 'en' ? null : `language-${language}`
}

/**
 * Only the native keyring stays outside the bundles: electron-vite externalises the packages that `dependencies` lists.
 */
export default defineConfig({
  main: {
    build: {
      externalizeDeps: true,
      sourcemap: true,
      rollupOptions: {
        input: {
          index: resolve('src/main/index.ts'),
          web: resolve('src/web/index.ts'),
          fleet: resolve('src/demo/fleet-worker.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      // A sandboxed preload is one CommonJS file that requires nothing but 'electron'.
      externalizeDeps: false,
      rollupOptions: {
        input: { index: resolve('src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: resolve('src/renderer'),
    plugins: [vue(), preloadPage],
    build: {
      outDir: resolve('out/renderer'),
      // There is one file of styles and there are few files of code. Each file is a request, and ninety small ones took
      // longer than everything else before the first paint.
      cssCodeSplit: false,
      rolldownOptions: {
        input: resolve('src/renderer/index.html'),
        output: {
          codeSplitting: {
            groups: [
              // The code that loads the page's code must not wait for it.
              { name: 'fetch', test: /vite\/preload-helper/, priority: 1 },
              // A language is loaded as one file, not by section. English is part of the page.
              { name: languageChunk, test: (file) => languageChunk(file) !== null, priority: 1 },
              // All shared code is in one chunk, not in several chunks by user: merged chunks would import each other
              // in a circle.
              { name: 'shared', minShareCount: 2 },
            ],
          },
        },
      },
      // Fonts and icons stay separate files of the app's own origin, because a strict CSP refuses data: URLs.
      assetsInlineLimit: 0,
      // electron-vite does not minify the page by default, and a start reads every byte of it.
      minify: true,
    },
  },
})
