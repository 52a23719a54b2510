import { expect, it } from 'vitest'
import { parseQuery } from '../../table/query.ts'
import { ftpFields } from './ftp-filter.ts'
import { filterWords } from './filter-words.ts'

const fields = new Set(Object.keys(ftpFields([])))
const reported = (text: string) =>
  parseQuery(text, fields).map((term) =>
    filterWords(term, (key, named) =>
      [key.split('.').at(-1), named?.['value'] ?? named?.['words']].filter(Boolean).join(' '),
    ),
  )

it.each([
  ['enabled:=yes', 'enabled'],
  ['enabled:1', 'enabled'],
  ['enabled:off', 'disabled'],
  ['enabled:yes,on', 'enabled'],
  ['enabled:yes,no', 'enabledIs yes / no'],
  ['enabled:maybe', 'enabledIs maybe'],
  ['-enabled:no', 'not disabled'],
  ['server:"=shop,de"', 'server shop,de'],
  ['"--quiet"', 'text --quiet'],
])('describes %s as %s', (text, words) => {
  expect(reported(text)).toEqual([words])
})
