import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'

/**
 * Makes every icon of the packages from src/renderer/icon.svg: `npm run icons`. The results are checked in, because
 * packaging machines have no browser. WISDECK_CHROMIUM names the browser.
 */
const root = join(import.meta.dirname, '..')
const icons = join(import.meta.dirname, 'icons')

/** The sizes that Windows needs in an .ico file. */
const icoSizes = [16, 24, 32, 48, 64, 128, 256]
/** The sizes of the Linux icon themes. */
const linuxSizes = [16, 32, 48, 64, 128, 256, 512]
/** The OSTypes of PNG images (Apple Icon Image format) and their sizes in pixels. From ic11 on: Retina displays. */
const icnsTypes: readonly (readonly [string, number])[] = [
  ['icp4', 16],
  ['icp5', 32],
  ['icp6', 64],
  ['ic07', 128],
  ['ic08', 256],
  ['ic09', 512],
  ['ic11', 32],
  ['ic12', 64],
  ['ic13', 256],
  ['ic14', 512],
  ['ic10', 1024],
]
/** The free part on each side of the tile: Apple's grid leaves a tenth. */
const macMargin = 0.1

async function draw(page: Page, svg: string, size: number, margin = 0): Promise<Buffer> {
  const inner = Math.round(size * (1 - 2 * margin))
  await page.setViewportSize({ width: size, height: size })
  await page.setContent(
    `<style>body{margin:0;display:grid;place-items:center;height:100vh}svg{width:${inner}px;height:${inner}px;display:block}</style>${svg}`,
  )
  return page.screenshot({ omitBackground: true, clip: { x: 0, y: 0, width: size, height: size } })
}

/** Makes an .ico file: ICONDIR and its entries, each image a PNG (Windows reads these since Vista). */
function ico(images: readonly { readonly size: number; readonly png: Buffer }[]): Buffer {
  const head = Buffer.alloc(6 + 16 * images.length)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(images.length, 4)
  let offset = head.length
  for (const [index, { size, png }] of images.entries()) {
    const at = 6 + 16 * index
    // One byte for each side. 0 means 256.
    head.writeUInt8(size % 256, at)
    head.writeUInt8(size % 256, at + 1)
    head.writeUInt16LE(1, at + 4)
    head.writeUInt16LE(32, at + 6)
    head.writeUInt32LE(png.length, at + 8)
    head.writeUInt32LE(offset, at + 12)
    offset += png.length
  }
  return Buffer.concat([head, ...images.map(({ png }) => png)])
}

/** Makes an .icns file: 'icns', the length, then the type, length and PNG of each image. Numbers are big-endian. */
function icns(images: readonly { readonly type: string; readonly png: Buffer }[]): Buffer {
  const block = (type: string, body: Buffer) => {
    const head = Buffer.alloc(8)
    head.write(type, 'latin1')
    head.writeUInt32BE(8 + body.length, 4)
    return Buffer.concat([head, body])
  }
  return block('icns', Buffer.concat(images.map(({ type, png }) => block(type, png))))
}

/** Returns the three bars in black, without their tile. macOS colours an image whose name ends in Template. */
const barsOf = (svg: string) => svg.replace(/<rect width="32"[^>]*\/>/, '').replaceAll('#fff', '#000')

const svg = await readFile(join(root, 'src/renderer/icon.svg'), 'utf8')
const asRoot = process.platform === 'linux' && process.getuid?.() === 0
const browser = await chromium.launch({
  executablePath: process.env['WISDECK_CHROMIUM'] ?? '',
  args: asRoot ? ['--no-sandbox'] : [],
})
const page = await browser.newPage()
const drawAll = async <T>(items: readonly T[], one: (item: T) => Promise<Buffer>) => {
  const drawn: { item: T; png: Buffer }[] = []
  for (const item of items) drawn.push({ item, png: await one(item) })
  return drawn
}
await mkdir(icons, { recursive: true })
for (const { item, png } of await drawAll(linuxSizes, (size) => draw(page, svg, size)))
  await writeFile(join(icons, `${item}x${item}.png`), png)
const forWindows = await drawAll(icoSizes, (size) => draw(page, svg, size))
await writeFile(join(icons, 'icon.ico'), ico(forWindows.map(({ item: size, png }) => ({ size, png }))))
const forMac = await drawAll(icnsTypes, ([, size]) => draw(page, svg, size, macMargin))
await writeFile(join(icons, 'icon.icns'), icns(forMac.map(({ item: [type], png }) => ({ type, png }))))
await writeFile(join(icons, 'tray.png'), await draw(page, svg, 32))
await writeFile(join(icons, 'trayTemplate.png'), await draw(page, barsOf(svg), 16))
await writeFile(join(icons, 'trayTemplate@2x.png'), await draw(page, barsOf(svg), 32))
await browser.close()
