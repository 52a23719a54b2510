import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'

/** A secret as it may stand somewhere: as it is, and in the usual wrappings. */
function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret)
  return [
    secret,
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
  ]
}

/** The names of the secrets that stand in this text. */
export function secretsIn(text: string, secrets: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(secrets).flatMap(([name, secret]) =>
    formsOf(secret).some((form) => text.includes(form)) ? [name] : [],
  )
}

/** Every file below a folder, byte for byte as text: databases and their journals, logs, sealed files. */
export async function filesBelow(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const texts = await Promise.all(files.map(async (file) => [file, await readFile(file, 'latin1')] as const))
  return new Map(texts)
}

/** Everything that a page can keep: its storages, its cookies, and what stands in its document. */
export async function keptByPage(page: Page): Promise<string> {
  const own = await page.evaluate(async () => {
    const databases = await indexedDB.databases()
    const values = [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')].map(
      (field) => field.value,
    )
    return JSON.stringify([
      { ...localStorage },
      { ...sessionStorage },
      databases,
      await caches.keys(),
      location.href,
      history.state,
      values,
    ])
  })
  const cookies = JSON.stringify(await page.context().cookies())
  return [own, cookies, await page.content()].join('\n')
}

/** The page's memory after the garbage is gone, as V8 writes it down. */
export async function heapOf(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page)
  const chunks: string[] = []
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk))
  await session.send('HeapProfiler.enable')
  await session.send('HeapProfiler.collectGarbage')
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  await session.detach()
  return chunks.join('')
}

/** What a closing dialog held goes with its last frames: the last of so many looks must not find it. */
const mostLooks = 4

/**
 * Holds when none of the secrets is left in the page's memory. Looks are counted and not timed, since one takes four
 * seconds on an idle machine and twenty on a busy one.
 */
export async function expectForgotten(page: Page, secrets: Readonly<Record<string, string>>): Promise<void> {
  let found = secretsIn(await heapOf(page), secrets)
  for (let looks = 1; looks < mostLooks && found.length > 0; looks += 1) {
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
    found = secretsIn(await heapOf(page), secrets)
  }
  expect(found).toEqual([])
}

/**
 * Types without going through the page's own scripts, as a hand does: `fill` would leave the text in the page's memory.
 */
export async function typeInto(page: Page, field: ReturnType<Page['getByLabel']>, text: string): Promise<void> {
  await field.focus()
  await page.keyboard.insertText(text)
}
