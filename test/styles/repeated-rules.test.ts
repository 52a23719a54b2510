import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'

/** Shorter rules may repeat, because a shared class would not be shorter. */
const fewestDeclarations = 3
const root = resolve('src/renderer')

/** Selectors of rules that may be equal, each with its reason. */
const allowed = new Set([
  // A pressed button overrides its own colours while the pointer is over it. A day is not a button.
  ".secondary[aria-pressed='true'] | .on",
])

interface RuleLocation {
  readonly file: string
  readonly selector: string
}

/** Returns the styles of a file, without comments. */
function stylesOf(file: string): string {
  const text = readFileSync(join(root, file), 'utf8')
  const styles = file.endsWith('.css')
    ? text
    : [...text.matchAll(/<style[^>]*>([^]*?)<\/style>/g)].map(([, style]) => style).join('\n')
  return styles.replaceAll(/\/\*[^]*?\*\//g, '')
}

/** The declarations of a rule, sorted, because their order makes no difference. */
const bodyOf = (block: string): readonly string[] =>
  block
    .split(';')
    .map((declaration) => declaration.trim().replaceAll(/\s+/g, ' '))
    .filter(Boolean)
    .sort()

test('a rule of three declarations or more is written once: shared ones belong in styles/', () => {
  const locationsByBody = new Map<string, RuleLocation[]>()
  for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    if (!/\.(vue|css)$/.test(file)) continue
    for (const [, selector = '', block = ''] of stylesOf(file).matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
      const body = bodyOf(block)
      if (body.length < fewestDeclarations) continue
      const key = body.join('; ')
      locationsByBody.set(key, [...(locationsByBody.get(key) ?? []), { file, selector: selector.trim() }])
    }
  }
  expect(locationsByBody.size).toBeGreaterThan(300)
  const repeated = [...locationsByBody.values()]
    .filter((locations) => locations.length > 1 && !allowed.has(locations.map(({ selector }) => selector).join(' | ')))
    .map((locations) => locations.map(({ file, selector }) => `${file}: ${selector}`))
  expect(repeated).toEqual([])
})
