import { describe, expect, test } from 'vitest'
import { type CsvShape, readCsv, parseYesNo } from './read-csv.ts'

const shape: CsvShape<'name' | 'list' | 'free_text' | 'secret'> = {
  columns: ['name', 'list', 'free_text', 'secret'],
  required: ['name'],
  multiline: ['free_text'],
}
const read = (csv: string) => readCsv(csv, shape)
const head = 'name,list,free_text,secret'

describe('the first line', () => {
  test.each([
    ['server,user\nx,y', 'file.unreadable', { missing: ['name'] }],
    ['', 'file.unreadable', { missing: ['name'] }],
    ['name,lists,free\nx,y,z', 'file.columns-unknown', { unknown: ['lists', 'free'] }],
    ['name,Name \nx,y', 'file.columns-twice', { twice: ['name'] }],
  ])('%j is refused', (csv, code, details) => {
    expect(() => read(csv)).toThrow(expect.objectContaining({ code, details: expect.objectContaining(details) }))
  })

  test.each([
    ['name;list\na;1,2,3\nb;4,5,6\nc;7,8,9'],
    ['name\tlist\na\t1,2,3\nb\t4;5;6'],
    ['Name,LIST\na,"1,2,3"\n'],
    ['\uFEFF"list";" name"\n1,2,3;a\n'],
  ])('of %j decides the separator, whatever the cells contain', (csv) => {
    expect(read(csv)[0]).toMatchObject({ cells: { name: 'a', list: '1,2,3' }, problems: [] })
  })

  test('may end with unnamed columns, as spreadsheets write them, if these are empty', () => {
    expect(read('name,list,,\na,1,,\nb,1,2,\n').map(({ problems }) => problems)).toEqual([
      [],
      [{ column: '', problem: 'more-cells' }],
    ])
  })
})

describe('a line', () => {
  test('is counted as an editor counts it: blank lines, line breaks in cells and every kind of line end', () => {
    const csv = ['', head, 'a,,,', '', 'b,,"one', 'two",', ',,,', 'c,,,'].join('\r\n')
    expect(read(csv).map(({ line, cells }) => [line, cells.name])).toEqual([
      [3, 'a'],
      [5, 'b'],
      [8, 'c'],
    ])
    expect(read(`${head}\r\na,,,\nb,,,\rc,,,`).map(({ line }) => line)).toEqual([2, 3, 4])
  })

  test.each([
    ['a,1,2,3,4', '', 'more-cells'],
    ['a,1', '', 'fewer-cells'],
    ['a,"1"2,,', '', 'quotes'],
    ['a,,,"pw\nb,,,pw\nc,,,pw', '', 'quotes'],
    ['a,,,"pw\nb,,,pw"', 'secret', 'line-break'],
  ])('%j has a problem', (csv, column, problem) => {
    expect(read(`${head}\n${csv}\n`)).toMatchObject([{ line: 2, problems: [{ column, problem }] }])
  })

  test('keeps the content of a cell: spaces, quotation marks, and line breaks where they are allowed', () => {
    expect(read(`${head}\n a ,"1,2","x\ny",p"w""\n`)).toEqual([
      { line: 2, cells: { name: ' a ', list: '1,2', free_text: 'x\ny', secret: 'p"w""' }, problems: [] },
    ])
  })
})

test.each([
  ['YES', true],
  [' x ', true],
  ['off', false],
  ['', false],
  ['ja', null],
])('%j says %s', (text, says) => {
  expect(parseYesNo(text)).toBe(says)
})
