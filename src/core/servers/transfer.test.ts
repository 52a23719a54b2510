import { expect, test } from 'vitest'
import type { z } from 'zod'
import { newServer } from './profile.ts'
import { parseServersCsv, serversToCsv } from './transfer.ts'
import { serverDraft } from '../../shared/model/server.ts'

const stored = (draft: z.input<typeof serverDraft>) =>
  newServer(serverDraft.parse(draft), { id: 'x', position: 0, nowMs: 0 })

test('reads a file whose column names have any order, case and separator', () => {
  const [row] = parseServersCsv(
    '\uFEFFURL;Name;Tags;Read Only;token\r\npanel.example.com;Shop;"lotus, shop";yes;wsp_ab12\r\n',
    [],
  )
  expect(row).toMatchObject({ line: 2, token: 'wsp_ab12', problems: [] })
  expect(row?.draft).toMatchObject({
    name: 'Shop',
    url: 'https://panel.example.com:2083/api/v1',
    tags: ['lotus', 'shop'],
    readOnly: true,
  })
})

test('says which column of each bad row is wrong, and keeps the good rows', () => {
  const csv =
    'name,url,environment\n,panel.example.com,\nA,ftp://x,\nB,b.example.com,moon\nC,c.example.com,production\nD,c.example.com,\nE,e.example.com,\n'
  const rows = parseServersCsv(csv, ['https://e.example.com:2083/api/v1'])
  expect(rows.map((row) => row.problems)).toEqual([
    [{ column: 'name', problem: 'invalid' }],
    [{ column: 'url', problem: 'server.url-invalid' }],
    [{ column: 'environment', problem: 'invalid' }],
    [],
    [{ column: 'url', problem: 'already-here' }],
    [{ column: 'url', problem: 'already-here' }],
  ])
})

test('names the columns that a file lacks', () => {
  expect(() => parseServersCsv('host,label\na,b\n', [])).toThrowError(
    expect.objectContaining({
      code: 'file.unreadable',
      details: expect.objectContaining({ missing: ['name', 'url'] }),
    }),
  )
})

test('an export can be imported unchanged, and a spreadsheet finds no formula in it', () => {
  const servers = [
    stored({
      name: '=HYPERLINK("x")',
      url: 'a.example.com',
      notes: '-1, "two"\nthree',
      tags: ['@x', 'y; "z", \\'],
      environment: 'staging',
    }),
  ]
  const csv = serversToCsv(servers)
  expect(csv).not.toMatch(/(^|,)"?[=+\-@]/m)
  const [row] = parseServersCsv(csv, [])
  expect(row?.draft).toMatchObject({
    name: '=HYPERLINK("x")',
    url: 'https://a.example.com:2083/api/v1',
    notes: '-1, "two"\nthree',
    tags: ['@x', 'y; "z", \\'],
    environment: 'staging',
  })
})

test('an overlong token is a problem of its row and is not shown', () => {
  const [row] = parseServersCsv(`name,url,token\nA,a.example,${'x'.repeat(5000)}\n`, [])
  expect(row?.problems).toEqual([{ column: 'token', problem: 'invalid' }])
})

test.each([
  ['A,a.example,yes,wsp_a,more', '', 'more-cells'],
  ['A,a.example', '', 'fewer-cells'],
  ['A,a.example,yes,"wsp_a\nB,b.example,yes,wsp_b', '', 'quotes'],
  ['"A\nB",a.example,yes,', 'name', 'line-break'],
  ['A,a.example,production,', 'read_only', 'invalid'],
  ['key wsp_0123456789abcdef,a.example,yes,', 'name', 'token-here'],
])('%j is refused with its reason, and nothing that may be a token is shown', (line, column, problem) => {
  expect(parseServersCsv(`name,url,read_only,token\n${line}\n`, [])).toMatchObject([
    { line: 2, problems: [{ column, problem }] },
  ])
  const [row] = parseServersCsv(`name,url,read_only,token\n${line}\n`, [])
  expect(JSON.stringify({ ...row, token: undefined })).not.toContain('wsp_')
})

test('an unknown column is refused by name: a misspelt one would leave its servers without their values', () => {
  expect(() => parseServersCsv('name,url,enviroment\nA,a.example,production\n', [])).toThrowError(
    expect.objectContaining({
      code: 'file.columns-unknown',
      details: expect.objectContaining({ unknown: ['enviroment'] }),
    }),
  )
})
