import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { allParts, idA } from './fixtures.ts'
import { openExport, sealExport } from './sealed-export.ts'

const passphrase = 'correct horse battery'
const schema = 4
const rows = [{ id: idA, position: 0, profile: '{"name":"Müller & Söhne"}' }]
const cargo = {
  parts: allParts,
  contents: { schema, tables: { servers: rows } },
  tokens: new Map([[idA, 'wsp_secret_token']]),
}
const code = (value: string) => expect.objectContaining({ code: value })
let text = ''
beforeAll(async () => {
  text = await sealExport(cargo, { by: '1.2.3', atMs: 42 }, passphrase, 1024)
})

test('can be opened again with its content, and shows nothing in clear text', async () => {
  expect(await openExport(text, passphrase, schema)).toEqual({ ...cargo, madeBy: '1.2.3', madeAtMs: 42 })
  for (const word of ['wsp_secret', idA, 'Müller', passphrase]) expect(text).not.toContain(word)
  expect(await sealExport(cargo, { by: '1.2.3', atMs: 42 }, passphrase, 1024)).not.toBe(text)
})

test('a wrong passphrase is told apart from a damaged file', async () => {
  await expect(openExport(text, 'correct horse batterY', schema)).rejects.toThrow(code('export.wrong-passphrase'))
  await expect(openExport('', passphrase, schema)).rejects.toThrow(code('export.damaged'))
  await expect(openExport('{"format":"wisdeck-vault"}', passphrase, schema)).rejects.toThrow(code('export.damaged'))
})

/** Edits a file and recomputes its sum, as somebody could who knows the format but not the passphrase. */
function resummed(change: (fields: Record<string, unknown>) => Record<string, unknown>): string {
  const { sum: _, ...fields } = JSON.parse(text) as Record<string, unknown>
  const edited = change(fields)
  return JSON.stringify({ ...edited, sum: createHash('sha256').update(JSON.stringify(edited)).digest('hex') })
}

describe('a file that was altered', () => {
  test('is damaged wherever a bit was flipped', async () => {
    const bytes = Buffer.from(text)
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 2), fc.nat(7), async (at, bit) => {
        const flipped = Buffer.from(bytes)
        flipped[at] = (flipped[at] ?? 0) ^ (1 << bit)
        await expect(openExport(flipped.toString('utf8'), passphrase, schema)).rejects.toThrow(code('export.damaged'))
      }),
      { numRuns: 400 },
    )
  })
  test('is damaged wherever it was cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 2), async (at) => {
        await expect(openExport(text.slice(0, at), passphrase, schema)).rejects.toThrow(code('export.damaged'))
      }),
      { numRuns: 200 },
    )
  })
  test.each(['madeBy', 'madeAtMs', 'schema', 'data', 'tag', 'nonce'])(
    'is damaged if %s was edited and the checksum computed again',
    async (field) => {
      const other = {
        madeBy: '9.9.9',
        madeAtMs: 43,
        schema: 3,
        data: 'AAAA',
        tag: 'AAAAAAAAAAAAAAAAAAAAAA==',
        nonce: 'AAAAAAAAAAAAAAAA',
      }[field]
      await expect(
        openExport(
          resummed((fields) => ({ ...fields, [field]: other })),
          passphrase,
          schema,
        ),
      ).rejects.toThrow(code('export.damaged'))
    },
  )
  test('cannot demand all the memory', async () => {
    const greedy = resummed((fields) => ({
      ...fields,
      kdf: { name: 'scrypt', N: 2 ** 30, r: 8, p: 1, salt: 'AAAAAAAAAAAAAAAAAAAAAA==' },
    }))
    await expect(openExport(greedy, passphrase, schema)).rejects.toThrow(code('export.damaged'))
  })
})

test('a newer format and a newer schema are named, with the version that made them', async () => {
  const format = resummed((fields) => ({ ...fields, version: 2, more: true }))
  await expect(openExport(format, passphrase, schema)).rejects.toThrow(
    expect.objectContaining({ code: 'export.newer', details: { madeBy: '1.2.3' } }),
  )
  await expect(openExport(text, passphrase, schema - 1)).rejects.toThrow(code('export.newer'))
})
