import { createSSRApp } from 'vue'
import { renderToString } from 'vue/server-renderer'
import { beforeAll, describe, expect, test } from 'vitest'
import { allowedIpsEdit } from '../../src/core/kinds/ftp/allowed-ips.ts'
import { cronEdit } from '../../src/core/kinds/cron/job-changes.ts'
import { replaceInCommands } from '../../src/core/kinds/cron/replace-commands.ts'
import { createDispatch, type Handlers } from '../../src/core/dispatch.ts'
import type { Logger } from '../../src/core/log/types.ts'
import { AppError, type ErrorValue } from '../../src/shared/errors.ts'
import { createAppI18n } from '../../src/renderer/i18n/index.ts'
import { useErrorText, type ErrorText } from '../../src/renderer/composables/error-text.ts'

let textOf: (error: ErrorValue) => ErrorText
beforeAll(async () => {
  const page = createSSRApp({
    setup() {
      textOf = useErrorText()
      return () => null
    },
  })
  await renderToString(page.use(createAppI18n()))
})

const log: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  guard: () => undefined,
}

/** Returns the dispatcher's error for an input that breaks the contract. */
async function refused(method: string, input: object): Promise<ErrorValue> {
  const answer = await createDispatch({
    handlers: {} as Handlers,
    log,
    lastSeq: () => 0,
    whenWritable: async () => {},
  })(method, JSON.stringify(input))
  return (JSON.parse(String(answer)) as { readonly error: ErrorValue }).error
}
const refusedPlan = (action: object) => refused('bulk.plan', { planningId: 'x', intent: { action, keys: [] } })

function thrown(work: () => unknown): ErrorValue {
  try {
    work()
  } catch (error) {
    if (error instanceof AppError) return error.toValue()
    throw error
  }
  throw new Error('It ended well')
}

const tooManyAddresses = Array.from({ length: 1001 }, (_, at) => `10.0.${at >> 8}.${at & 255}`)
const replace = (find: string) => ({ type: 'cron.edit', patch: { command: { how: 'replace', find, replaceBy: '' } } })

describe('a refused input says what is wrong', () => {
  test.each<[string, () => ErrorValue | Promise<ErrorValue>, readonly string[]]>([
    [
      'too many addresses',
      () => refusedPlan({ type: 'ftp.edit', patch: { ips: { mode: 'add', entries: tooManyAddresses } } }),
      ['Addresses: at most 1,000 entries at a time.'],
    ],
    [
      'an address that is too long',
      () => refusedPlan({ type: 'ftp.edit', patch: { ips: { mode: 'add', entries: ['x'.repeat(300)] } } }),
      ['Addresses: at most 200 characters.'],
    ],
    ['nothing to look for', () => refusedPlan(replace('')), ['Find: this may not be empty.']],
    ['text that is too long', () => refusedPlan(replace('x'.repeat(1001))), ['Find: at most 1,000 characters.']],
    [
      'a name that is too short',
      () => refusedPlan({ type: 'ftp.create', serverIds: ['a'], account: { username: 'a', quotaMb: -1 } }),
      ['Name: at least 2 characters.', 'Megabytes: 0 at least.'],
    ],
    [
      'something of another kind',
      () => refusedPlan({ type: 'ftp.create', serverIds: ['a'], account: { username: 'ab', quotaMb: 'x' } }),
      ['Megabytes: this cannot be read.'],
    ],
    [
      'a field that is not known',
      () => refusedPlan({ type: 'ftp.edit', patch: { quotaMb: 1, quota: 1 } }),
      ['There is no field “intent.action.patch.quota” here.'],
    ],
    [
      'an entry',
      () => thrown(() => allowedIpsEdit({ mode: 'add', entries: ['10.0.0.300'] }, [])),
      ['The entry “10.0.0.300” has a number above 255.'],
    ],
    ['a schedule', () => thrown(() => cronEdit({ cronExpr: '0 25 * * *' }, [])), ['Hour: use values from 0 to 23.']],
    [
      'no pattern',
      () => thrown(() => replaceInCommands(['a'], { find: '(', replaceBy: '', regex: true })),
      ['What is looked for is not a regular expression.'],
    ],
    [
      'a pattern without end',
      () => thrown(() => replaceInCommands([`${'a'.repeat(40)}b`], { find: '(a+)+$', replaceBy: '', regex: true })),
      ['This pattern takes too long on these commands. Make it simpler.'],
    ],
    [
      'what no one has typed',
      () => refused('bulk.plan', { planningId: 'x', intent: null, savedId: 7 }),
      ['intent: this cannot be read.', 'savedId: this cannot be read.'],
    ],
  ])('%s', async (_, make, reasons) => {
    expect(textOf(await make()).reasons).toEqual(reasons)
  })

  test('and lists only the first few reasons of many', () => {
    const entries = Array.from({ length: 9 }, (_, at) => `10.0.0.${300 + at}`)
    const { reasons } = textOf(thrown(() => allowedIpsEdit({ mode: 'add', entries }, [])))
    expect(reasons).toHaveLength(6)
    expect(reasons.at(-1)).toBe('and 4 more')
  })
})
