import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'

/** The forms in which a secret may occur: as it is, and in the usual encodings. */
function encodingsOf(secret: string): readonly string[] {
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

/** Returns the names of the secrets that occur in this text. */
export function secretsIn(text: string, secrets: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(secrets).flatMap(([name, secret]) =>
    encodingsOf(secret).some((encoding) => text.includes(encoding)) ? [name] : [],
  )
}

/** Reads every file below a folder byte for byte as text: databases and their journals, logs, sealed files. */
export async function filesBelow(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const texts = await Promise.all(files.map(async (file) => [file, await readFile(file, 'latin1')] as const))
  return new Map(texts)
}

/** Returns everything that a page can keep: its storages, its cookies and the content of its document. */
export async function keptByPage(page: Page): Promise<string> {
  const pageState = await page.evaluate(async () => {
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
  return [pageState, cookies, await page.content()].join('\n')
}

/** Returns a snapshot of the page's memory, without what axe keeps there, after a garbage collection. */
export async function heapOf(page: Page): Promise<string> {
  await page.evaluate(() => Reflect.deleteProperty(window, 'axe'))
  const session = await page.context().newCDPSession(page)
  const chunks: string[] = []
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk))
  await session.send('HeapProfiler.enable')
  await session.send('HeapProfiler.collectGarbage')
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  await session.detach()
  return chunks.join('')
}

/**
 * The largest number of heap snapshots. A closing dialog's data is freed with its last frames, so it is enough that a
 * later snapshot no longer contains the data.
 */
const maxSnapshots = 4

/**
 * Expects none of the secrets to be left in the page's memory. The number of snapshots is limited, not the time: one
 * takes four seconds on an idle machine and twenty on a busy one.
 */
export async function expectForgotten(page: Page, secrets: Readonly<Record<string, string>>): Promise<void> {
  let found = secretsIn(await heapOf(page), secrets)
  for (let snapshots = 1; snapshots < maxSnapshots && found.length > 0; snapshots += 1) {
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
    found = secretsIn(await heapOf(page), secrets)
  }
  expect(found).toEqual([])
}

/** Types without using the page's own scripts, as a user does: `fill` would leave the text in the page's memory. */
export async function typeInto(page: Page, field: ReturnType<Page['getByLabel']>, text: string): Promise<void> {
  await field.focus()
  await page.keyboard.insertText(text)
}
