import { execFile } from 'node:child_process'
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { aServer } from '../../src/renderer/test-data/a-server.test-data.ts'
import type { FieldTests } from '../../src/renderer/table/filter.ts'

/*
 * Adds a further kind of rows, databases, to a copy of the sources: the files of `databases/src` and the lines of
 * `lines.json`, then an action by the lines of `action.json`. Nothing else may be needed for it to compile and to work.
 */

const root = join(import.meta.dirname, '../..')
const parts = join(import.meta.dirname, 'databases')
/** It lies in the project, so that packages and build tools are found as from the sources. */
const copy = join(root, '.cache/further-kind')
const mostFiles = 10
const run = promisify(execFile)

/** Lines to add to a file, each after the line that it follows. */
type Lines = Readonly<Record<string, readonly (readonly [after: string, line: string])[]>>
const linesOf = (name: string) => JSON.parse(readFileSync(join(parts, name), 'utf8')) as Lines

const newFiles = globSync('src/**/*.*', { cwd: parts })
const [lines, actionLines] = [linesOf('lines.json'), linesOf('action.json')]

function addLines(added: Lines): void {
  for (const [file, pairs] of Object.entries(added)) {
    let text = readFileSync(join(copy, file), 'utf8')
    for (const [after, line] of pairs) {
      expect(text.split(`${after}\n`), `${file}: ${after}`).toHaveLength(2)
      text = text.replace(`${after}\n`, () => `${after}\n${line}\n`)
    }
    writeFileSync(join(copy, file), text)
  }
}

function makeCopy(): void {
  rmSync(copy, { recursive: true, force: true })
  for (const name of [
    'src',
    'test/kit',
    'test/fixtures',
    'package.json',
    ...globSync('tsconfig*.json', { cwd: root }),
  ]) {
    mkdirSync(dirname(join(copy, name)), { recursive: true })
    cpSync(join(root, name), join(copy, name), { recursive: true })
  }
  for (const name of newFiles) {
    mkdirSync(dirname(join(copy, name)), { recursive: true })
    cpSync(join(parts, name), join(copy, name))
  }
  mkdirSync(join(copy, 'test/kinds/databases'), { recursive: true })
  cpSync(join(parts, 'walk.ts'), join(copy, 'test/kinds/databases/walk.ts'))
  const project = {
    extends: './tsconfig.node.json',
    include: ['core', 'shared', 'shell', 'main', 'preload', 'web', 'demo'].map((zone) => `src/${zone}`).concat('test'),
    exclude: [],
  }
  writeFileSync(join(copy, 'tsconfig.copy.json'), JSON.stringify(project))
  addLines(lines)
  addLines(actionLines)
}

/** Runs a program of Node in the copy; resolves to its output, also if it has failed. */
const inCopy = (file: string, ...args: readonly string[]) =>
  run(process.execPath, [file, ...args], { cwd: copy, maxBuffer: 1e8 }).then(
    ({ stdout }) => stdout,
    (failed: { readonly stdout: string; readonly stderr: string }) => `${failed.stdout}${failed.stderr}`,
  )

/** Returns the paths that a recipe of the guide names, in the order of the text. */
function recipe(title: string): readonly string[] {
  const guide = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8')
  const section = guide.split(/^## /m).find((one) => one.startsWith(`${title}\n`)) ?? ''
  return [...section.matchAll(/`(src\/[^`]+)`/g)].map(([, path]) => path ?? '')
}

/** Returns the paths of files as a recipe names them. */
const asRecipe = (files: readonly string[]) =>
  [
    ...new Set(
      files.map((file) => file.replaceAll('databases', '<kind>').replace(/i18n\/(en|vi)\//, 'i18n/<language>/')),
    ),
  ].sort()

describe('a further kind of rows', () => {
  test(`needs at most ${mostFiles} files of its own, and lines in the table of its zone`, () => {
    expect(newFiles.length).toBeLessThanOrEqual(mostFiles)
    const ownFolder =
      /^src\/(shared|core|demo|renderer)\/kinds\/databases(\/|\.ts$)|^src\/renderer\/i18n\/\w+\/kinds\/databases\.json$/
    expect(newFiles.filter((file) => !ownFolder.test(file))).toEqual([])
    expect(Object.values(lines).every((pairs) => pairs.length <= 2)).toBe(true)
  })

  test('is added by the recipe of the guide', () => {
    expect([...recipe('Add a kind of rows')].sort()).toEqual(asRecipe([...newFiles, ...Object.keys(lines)]))
  })

  test('gets an action by the recipe of the guide', () => {
    expect([...recipe('Add a bulk action')].sort()).toEqual(asRecipe(Object.keys(actionLines)))
  })
})

describe('a copy with databases', () => {
  beforeAll(makeCopy)

  test('type-checks', async () => {
    const tsc = join(root, 'node_modules/typescript-native/bin/tsc')
    expect(await inCopy(tsc, '--noEmit', '--incremental', 'false', '-p', 'tsconfig.copy.json')).toBe('')
  })

  test('type-checks the page', { timeout: 300_000 }, async () => {
    const vueTsc = join(root, 'node_modules/vue-tsc/bin/vue-tsc.js')
    expect(await inCopy(vueTsc, '--noEmit', '--incremental', 'false', '-p', 'tsconfig.web.json')).toBe('')
  })

  test('filters databases in the table', async () => {
    const { databaseFields } = (await import(join(copy, 'src/renderer/kinds/databases/table.ts'))) as {
      readonly databaseFields: FieldTests<object>
    }
    const row = (enabled: boolean) => ({ server: aServer({ name: 'web-12' }), database: { name: 'shop', enabled } })
    const matches = (field: string, value: string) =>
      [true, false].map((enabled) => databaseFields[field]?.(row(enabled), value))
    expect([matches('enabled', 'yes'), matches('enabled', 'no'), matches('server', 'web')]).toEqual([
      [true, false],
      [false, true],
      [true, true],
    ])
  })

  test('lists, creates, changes, survives a kill, and undoes', async () => {
    const printed = await inCopy('test/kinds/databases/walk.ts')
    expect(printed, printed).toMatch(/^\{/)
    const seen = JSON.parse(printed) as Readonly<Record<string, unknown>> & {
      readonly listed: readonly object[]
      readonly doneAtKill: number
    }
    expect(seen.listed).toHaveLength(12)
    expect(seen.listed[0]).toMatchObject({ id: 1, name: 'shop_1', quotaMb: 0, enabled: true })
    expect(seen['created']).toEqual(['confirmed', 7, 'confirm.needed', false])
    expect(seen['recorded']).toEqual(['databases.remove', 'databases.create'])
    expect(seen['lifted']).toEqual([0, 1])
    expect(seen.doneAtKill).toBeLessThan(12)
    expect([seen['state'], seen['confirmed'], seen['afterRun'], seen['undone']]).toEqual([
      'interrupted',
      12,
      [512],
      [0],
    ])
  })
})
