import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { build, type PluginOption } from 'vite'

/** The page of each grid. */
export const pages = {
  ours: 'pages/ours.ts',
  'ag-grid': 'pages/ag-grid.ts',
  tabulator: 'pages/tabulator.ts',
  'nuxt-ui': 'nuxt-ui/page.js',
} as const
export type GridName = keyof typeof pages
export const gridNames = Object.keys(pages) as GridName[]

const here = import.meta.dirname

/** Nuxt UI has its packages in a separate folder. Its page is built from a copy of the sources in that folder. */
async function nuxtPage(peersDir: string): Promise<{ plugins: PluginOption[]; folder: string }> {
  const { default: ui } = (await import(pathToFileURL(join(peersDir, 'node_modules/@nuxt/ui/dist/vite.mjs')).href)) as {
    default: (options: object) => PluginOption
  }
  const folder = join(peersDir, 'source')
  rmSync(folder, { recursive: true, force: true })
  for (const part of ['pages', 'nuxt-ui']) cpSync(join(here, part), join(folder, part), { recursive: true })
  return { plugins: [ui({ colorMode: false, autoImport: { dts: false }, components: { dts: false } })], folder }
}

/** Builds the page of one grid in the way the app's page is built. Returns the folder that holds the page. */
export async function buildPage(name: GridName, outDir: string, peersDir: string): Promise<string> {
  const { plugins, folder } = name === 'nuxt-ui' ? await nuxtPage(peersDir) : { plugins: [], folder: here }
  const root = name === 'nuxt-ui' ? folder : join(outDir, `${name}-source`)
  const pageDir = join(outDir, name)
  rmSync(pageDir, { recursive: true, force: true })
  mkdirSync(root, { recursive: true })
  const title = `<title>${name}</title><style>body { margin: 0 }</style>`
  const script = `<script type="module" src="/@fs${join(folder, pages[name])}"></script>`
  writeFileSync(
    join(root, 'index.html'),
    `<!doctype html><html lang="en"><head><meta charset="utf-8">${title}</head><body><div id="app"></div>${script}</body></html>`,
  )
  await build({
    root,
    base: './',
    configFile: false,
    logLevel: 'error',
    plugins: [vue(), ...plugins],
    build: { outDir: pageDir, emptyOutDir: true, minify: true, target: 'esnext' },
  })
  if (!existsSync(join(pageDir, 'index.html'))) throw new Error(`the page of ${name} was not built`)
  return pageDir
}
