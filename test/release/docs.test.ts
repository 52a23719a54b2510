import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

test('the index of decisions lists each one with its title and status', () => {
  const files = readdirSync(join(root, 'docs/adr')).filter((name) => /^\d{4}-/.test(name))
  const listed = [...read('docs/adr/README.md').matchAll(/^\| \[(\d+)\]\(([^)]+)\)\s*\| (.+?)\s*\|.*\| (.+?)\s*\|$/gm)]
  const written = files.sort().map((name) => {
    const [, number, title] = /^# (\d+)\. (.+)$/m.exec(read(`docs/adr/${name}`)) ?? []
    const status = /^Status: (.+)$/m.exec(read(`docs/adr/${name}`))?.[1]
    return [number, name, title, status]
  })
  expect(listed.map(([, ...cells]) => cells)).toEqual(written)
})

test('every folder of core and of the page has a README that says what it contains', () => {
  const folders = ['src', 'src/core', 'src/renderer'].flatMap((zone) =>
    readdirSync(join(root, zone), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => `${zone}/${entry.name}`),
  )
  const withoutReadme = folders.filter((folder) => !readdirSync(join(root, folder)).includes('README.md'))
  expect(withoutReadme).toEqual([])
})

test('every link in the docs leads to a file', () => {
  const pages = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', 'CODE_OF_CONDUCT.md', 'bench/README.md']
  const docPages = ['docs', 'docs/adr'].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => `${folder}/${name}`),
  )
  const deadLinks = [...pages, ...docPages.filter((name) => name.endsWith('.md'))].flatMap((page) =>
    [...read(page).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)].flatMap(([, target = '']) => {
      const path = join(root, page, '..', target)
      return existsSync(path) ? [] : [`${page}: ${target}`]
    }),
  )
  expect(deadLinks).toEqual([])
})
