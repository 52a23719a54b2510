import { describe, expect, it } from 'vitest'
import { copyText, type CopyColumn } from './copy.ts'

interface Row {
  readonly name: string
  readonly quotaMb: number
}
const columns: readonly CopyColumn<Row>[] = [
  { id: 'account', name: 'Account', text: (row) => row.name },
  { id: 'quotaMb', name: 'Quota', text: (row) => `${row.quotaMb} MB`, value: (row) => row.quotaMb },
]
const one = (name: string) => [{ name, quotaMb: 5 }]

describe('copyText', () => {
  it('writes a header and one line per row', () => {
    const rows = [...one('a'), ...one('b')]
    expect(copyText('tsv', columns, rows)).toBe('Account\tQuota\na\t5 MB\nb\t5 MB')
    expect(copyText('csv', columns, rows)).toBe('Account,Quota\r\na,5 MB\r\nb,5 MB')
    expect(copyText('markdown', columns, rows)).toBe('| Account | Quota |\n| --- | --- |\n| a | 5 MB |\n| b | 5 MB |')
  })

  it('keeps figures in JSON and guards nothing there', () => {
    expect(JSON.parse(copyText('json', columns, one('=1+1')))).toEqual([{ account: '=1+1', quotaMb: 5 }])
  })

  it.each(['=1+1', '+49', '-x', '@sum', ' =1', '\t=1', '＝1'])(
    'guards %j against being run by a spreadsheet',
    (name) => {
      expect(copyText('csv', columns, one(name)).split('\r\n')[1]).toMatch(/^"?'/)
      expect(copyText('tsv', columns, one(name)).split('\n')[1]).toMatch(/^'/)
    },
  )

  it('leaves ordinary cells alone', () => {
    expect(copyText('tsv', columns, one('a=b')).split('\n')[1]).toBe('a=b\t5 MB')
  })

  it('quotes text that would break a CSV record', () => {
    expect(copyText('csv', columns, one('a "b", c\nd'))).toBe('Account,Quota\r\n"a ""b"", c\nd",5 MB')
  })

  it('keeps a TSV cell and a Markdown cell on one line and in its column', () => {
    expect(copyText('tsv', columns, one('a\tb\r\nc')).split('\n')[1]).toBe('a b c\t5 MB')
    expect(copyText('markdown', columns, one('*/5 | <b>\n`x`')).split('\n')[2]).toBe(
      '| \\*/5 \\| \\<b\\> \\`x\\` | 5 MB |',
    )
  })
})
