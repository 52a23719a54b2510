import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { runPlay } from './run-play.ts'

/** The built shell where it must not open a window. */
interface Report {
  readonly windows: number
  readonly errorBoxes: readonly string[]
  readonly exits: readonly number[]
  readonly quits: number
  readonly order: readonly string[]
  readonly handlers: number
}
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wisdeck-refused-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

it('a second start ends at once and touches nothing', async () => {
  const report = await runPlay<Report>('play-refused.ts', folder, '--second')
  expect(report).toEqual({
    windows: 0,
    errorBoxes: [],
    exits: [],
    quits: 1,
    order: ['enableSandbox', 'setPath userData', 'registerSchemesAsPrivileged', 'requestSingleInstanceLock', 'ready'],
    handlers: 0,
  })
  expect(await readdir(folder)).toEqual([])
})

it('a data folder that cannot be used is named in the language of the system, and no window opens', async () => {
  const path = join(folder, 'data')
  await writeFile(path, 'in the way')
  const { errorBoxes, exits, windows } = await runPlay<Report>('play-refused.ts', path)
  expect(errorBoxes).toEqual([
    expect.stringMatching(
      /^Không khởi động được Wisdeck: Không ghi được vào thư mục dữ liệu\.\n[^\n]+\n\nstorage\.read-only: /,
    ),
  ])
  expect([exits, windows]).toEqual([[70], 0])
})
