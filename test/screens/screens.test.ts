import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { screenKeys, screenNames } from '../../src/shared/screens.ts'

const root = join(import.meta.dirname, '../..')
const pictures = join(root, 'docs/screenshots')

describe('the list of screens', () => {
  it('gives each screen its own keys', () => {
    expect(new Set(Object.values(screenKeys)).size).toBe(screenNames.length)
  })

  it('has a picture of each screen', () => {
    expect(readdirSync(pictures)).toEqual(expect.arrayContaining(screenNames.map((name) => `${name}-light.png`)))
  })
})

it('all pictures have the same size', () => {
  for (const name of readdirSync(pictures)) {
    const header = readFileSync(join(pictures, name)).subarray(16, 24)
    expect([header.readUInt32BE(0), header.readUInt32BE(4)], name).toEqual([1280, 800])
  }
})

it('the README shows only pictures that exist', () => {
  const shown = [...readFileSync(join(root, 'README.md'), 'utf8').matchAll(/\(docs\/screenshots\/([^)]+)\)/g)]
  expect(readdirSync(pictures)).toEqual(expect.arrayContaining(shown.map(([, name]) => name)))
})
