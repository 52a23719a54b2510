import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { writeReadyFile } from './ready-file.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wisdeck-ready-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

it('is JSON with address and key, readable by this user only', async () => {
  const path = join(folder, 'ready.json')
  await writeReadyFile(path, { url: 'http://127.0.0.1:1', key: 'k' })
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ url: 'http://127.0.0.1:1', key: 'k' })
  expect((await stat(path)).mode & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o600)
})

it('replaces the file of an earlier run and leaves nothing else behind', async () => {
  const path = join(folder, 'ready.json')
  await writeReadyFile(path, { url: 'http://127.0.0.1:1', key: 'old' })
  await writeReadyFile(path, { url: 'http://127.0.0.1:2', key: 'new' })
  expect(await readFile(path, 'utf8')).toContain('new')
  expect(await readdir(folder)).toEqual(['ready.json'])
})

it('fails if the folder is missing', async () => {
  await expect(writeReadyFile(join(folder, 'no', 'ready.json'), { url: '', key: '' })).rejects.toMatchObject({
    code: 'ENOENT',
  })
})
