import { describe, expect, it } from 'vitest'
import { AppError } from '../shared/errors.ts'
import { printFailure } from './failure-words.ts'
import { printNotice } from './notice-words.ts'
import { createTaskbar } from './taskbar.ts'
import { trayLines } from './tray-lines.ts'
import { fill, fillCount, wordsIn } from './words.ts'

const english = wordsIn('en', [])
const servers = (...names: string[]) => names.map((name) => ({ id: name.toLowerCase(), name }))

describe('a notification', () => {
  it('names a single server and opens it', () => {
    expect(printNotice({ kind: 'unreachable', servers: servers('Bakery') }, english)).toEqual({
      title: 'Bakery cannot be reached',
      body: '',
      location: { screen: 'servers', query: { server: 'bakery' } },
    })
  })

  it('gives the number of many servers and names the first', () => {
    expect(printNotice({ kind: 'certificate-changed', servers: servers('A', 'B', 'C', 'D', 'E') }, english)).toEqual({
      title: 'The certificates of 5 servers have changed',
      body: 'A, B, C and 2 more\nNothing is sent there until you have compared the old and the new one.',
      location: { screen: 'servers', query: {} },
    })
  })

  it('sums up a run', () => {
    expect(printNotice({ kind: 'run-finished', runId: 'r', done: 340, failed: 7 }, english)).toMatchObject({
      title: 'The run has finished',
      body: '340 done, 7 failed',
    })
  })
})

describe('the tray', () => {
  it('lists servers with problems first and leaves the others to the page', () => {
    const fleet = Array.from({ length: 30 }, (_, index) => ({
      id: `s${index}`,
      name: `S${index}`,
      health: index === 25 ? ('unreachable' as const) : ('ok' as const),
    }))
    const lines = trayLines({ servers: fleet, work: null }, english)
    expect(lines.servers).toHaveLength(20)
    expect(lines.servers[0]).toEqual({ id: 's25', label: 'S25: Unreachable' })
    expect(lines.more).toBe('10 more servers')
    expect(lines.tooltip).toBe('Wisdeck: 1 server needs attention')
  })

  it('shows the progress of a run', () => {
    expect(trayLines({ servers: [], work: { done: 3, total: 9, fraction: 1 / 3 } }, english)).toEqual({
      tooltip: 'Wisdeck: 3 of 9 done',
      servers: [],
      more: null,
    })
  })
})

it('the taskbar shows the progress of a run, and one blocker keeps the machine awake for it', () => {
  const story: string[] = []
  const draw = createTaskbar({
    start: () => (story.push('awake'), 4),
    stop: (id) => (story.push(`asleep ${id}`), true),
  })
  const window = { setProgressBar: (progress: number) => void story.push(`bar ${progress}`) } as never
  draw(null, window)
  draw({ done: 1, total: 4, fraction: 0.25 }, window)
  draw({ done: 2, total: 4, fraction: 0.5 }, null)
  draw(null, window)
  expect(story).toEqual(['bar -1', 'bar 0.25', 'awake', 'bar -1', 'asleep 4'])
})

describe('the language', () => {
  it.each([
    ['en', ['vi-VN'], 'Menu: File'],
    ['vi', ['en-GB'], 'Menu: Tệp'],
    ['system', ['vi-VN', 'en-US'], 'Menu: Tệp'],
    ['system', ['de', 'fr'], 'Menu: File'],
  ] as const)('%s on a desktop of %j', (setting, wanted, said) => {
    expect(`Menu: ${wordsIn(setting, wanted).menu.file}`).toBe(said)
  })

  it('applies to notifications, tray and counts', () => {
    const vietnamese = wordsIn('vi', [])
    expect(printNotice({ kind: 'token-rejected', servers: servers('A', 'B') }, vietnamese).title).toBe(
      '2 máy chủ từ chối token',
    )
    expect(trayLines({ servers: [{ id: 'a', name: 'A', health: 'ok' }], work: null }, vietnamese).tooltip).toBe(
      'Wisdeck: 1 máy chủ',
    )
  })
})

describe('the message when the app cannot start', () => {
  it('uses the sentences of the page, with the code below', () => {
    expect(printFailure(new AppError('storage.in-use', 'Held by 12'), english)).toBe(
      'Another Wisdeck uses this data folder.\nClose the other one, or start this one with a data folder of its own.\n\nstorage.in-use: Held by 12',
    )
    expect(printFailure(new AppError('storage.read-only', ''), wordsIn('vi', []))).toMatch(
      /^Không ghi được vào thư mục dữ liệu\.\n/,
    )
  })

  it('shows an unexpected error as it is', () => {
    expect(printFailure(new AppError('internal', 'Odd'), english)).toBe('internal: Odd')
    expect(printFailure(new RangeError('--panels takes a whole number'), english)).toBe(
      'RangeError: --panels takes a whole number',
    )
  })
})

it('fills placeholders, and leaves them unfilled if their value is unknown', () => {
  expect(fill('{n} of {total}', { n: 1 })).toBe('1 of {total}')
  expect(fill('{who} and {what}', { who: '{what}' })).toBe('{what} and {what}')
})

it('counts by the plural rules of the language', () => {
  const group = {
    late_single: '{name} is late',
    late_one: '{n} pociąg',
    late_few: '{n} pociągi',
    late_other: '{n} pociągu',
  }
  const counted = (n: number) => fillCount({ ...english, language: 'pl' }, group, 'late', n, { name: 'A' })
  expect([1, 2, 5].map(counted)).toEqual(['A is late', '2 pociągi', '5 pociągu'])
})
