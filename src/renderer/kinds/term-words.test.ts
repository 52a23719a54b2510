import { expect, it } from 'vitest'
import type { useText } from '../i18n/index.ts'
import { parseQuery, type Term } from '../table/query.ts'
import { jobFields } from './cron/job-fields.ts'
import { createRowHealth } from './cron/job-rows.ts'
import { jobTermWords } from './cron/job-terms.ts'
import { accountTermWords } from './ftp/account-terms.ts'
import { ftpFields } from './ftp/ftp-filter.ts'
import { termWords } from './term-words.ts'

type Translate = ReturnType<typeof useText>['t']

/** Prints a key and its value: `server web-1`. */
const t: Translate = (key, named) =>
  [key.replace(/^\w+\.filter\./, ''), named?.['value'] ?? named?.['words']].filter(Boolean).join(' ')

const reported = (text: string, fields: object, own: (term: Term, t: Translate) => string | undefined) =>
  parseQuery(text, new Set(Object.keys(fields))).map((term) => termWords(term, t, (each) => own(each, t)))

it.each([
  ['enabled:=yes', 'enabled.yes yes'],
  ['enabled:1', 'enabled.yes 1'],
  ['enabled:off', 'enabled.no off'],
  ['enabled:yes,on', 'enabled.yes yes / on'],
  ['enabled:yes,no', 'enabled.other yes / no'],
  ['enabled:maybe', 'enabled.other maybe'],
  ['-enabled:no', 'not enabled.no no'],
  ['server:"=shop,de"', 'server shop,de'],
  ['"--quiet"', 'text --quiet'],
  ['ip:any', 'ipAny'],
  ['ip:203.0.113.7', 'ip 203.0.113.7'],
  ['ip:203.0', 'ipText 203.0'],
  ['access:read-only', 'access read-only'],
])('describes %s of accounts as %s', (text, words) => {
  expect(reported(text, ftpFields([]), accountTermWords)).toEqual([words])
})

it.each([
  ['owner:kim', 'owner kim'],
  ['enabled:no', 'enabled.no no'],
  ['failed:yes', 'failed.yes yes'],
  ['failed:no', 'failed.no no'],
  ['-state:ok,late', 'not state ok / late'],
])('describes %s of jobs as %s', (text, words) => {
  expect(reported(text, jobFields(createRowHealth()), jobTermWords)).toEqual([words])
})
