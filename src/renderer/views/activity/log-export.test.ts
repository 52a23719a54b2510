import { expect, it } from 'vitest'
import { copyText } from '../../table/copy.ts'
import { anEntry } from '../../test-data/an-entry.test-data.ts'
import { dayOf, entryJson, exportColumns } from './log-export.ts'

const columns = exportColumns({
  heading: (id) => id,
  action: () => 'Edit server',
  change: () => 'Name: a → b',
  result: () => 'Done',
})

it('prints an entry as JSON with a readable time', () => {
  const parsed = JSON.parse(entryJson(anEntry({ after: { quotaMb: 5 } }))) as Record<string, unknown>
  expect(parsed['at']).toBe('2026-11-23T06:00:00.000Z')
  expect(parsed['after']).toEqual({ quotaMb: 5 })
  expect(parsed).not.toHaveProperty('atMs')
})

it('writes one line per entry, with the values for scripts last', () => {
  const csv = copyText('csv', columns, [anEntry({ before: { name: 'a' }, after: { name: 'b' } })])
  expect(csv.split('\r\n')).toEqual([
    'id,when,actor,action,subject,server,change,result,method,error,before,after',
    '1,2026-11-23T06:00:00.000Z,anna,Edit server,lotus_deploy,web-12,Name: a → b,Done,ftp.update,,"{""name"":""a""}","{""name"":""b""}"',
  ])
})

it('keeps a spreadsheet from running names that a server sent', () => {
  const csv = copyText('csv', columns, [anEntry({ subject: '=HYPERLINK("https://evil.example")', serverName: '+web' })])
  expect(csv).toContain(`"'=HYPERLINK(""https://evil.example"")"`)
  expect(csv).toContain(`,'+web,`)
})

it('names the file after the day', () => {
  expect(dayOf(new Date(2026, 0, 5, 23, 59).getTime())).toBe('2026-01-05')
})
