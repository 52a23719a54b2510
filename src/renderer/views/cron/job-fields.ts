import type { JobHealth, JobState } from '../../../shared/cron/index.ts'
import type { FieldTests } from '../../table/filter.ts'
import { type FilterGuide, parseQuery } from '../../table/query.ts'
import { begins, type DeskWords, serverFields, serverGuide, yesOrNo } from '../../table/server-fields.ts'
import type { JobRow } from './job-rows.ts'

/** `yes`, `y`, `true`, `on` against `no`, `false`, `off`; other words are half typed and match nothing. */
function isSaid(value: string, holds: boolean): boolean {
  const isAny = (words: readonly string[]) => words.some((word) => begins(word, value))
  return holds ? isAny(['yes', 'true', 'on']) : isAny(['no', 'false', 'off'])
}

/** The states that a filter may name, with the words people use for them. */
const stateNames: Readonly<Record<string, JobState>> = {
  ok: 'ok',
  failing: 'failing',
  failed: 'failing',
  late: 'late',
  missed: 'missed',
  'never-ran': 'never-ran',
  never: 'never-ran',
  new: 'never-ran',
  disabled: 'disabled',
  off: 'disabled',
}

/** What `enabled:`, `failed:`, `state:`, `owner:` and `domain:` mean, besides the server's own. Commas in a state mean "or". */
export function jobFields(healthOf: (row: JobRow) => JobHealth): FieldTests<JobRow> {
  return {
    ...serverFields<JobRow>(),
    enabled: ({ job }, value) => isSaid(value, job.enabled),
    failed: (row, value) => isSaid(value, healthOf(row).state === 'failing'),
    state: (row, value) => value.split(',').some((name) => stateNames[name] === healthOf(row).state),
    owner: ({ job }, value) => job.owner.toLowerCase().includes(value),
    domain: ({ job }, value) => (job.domain ?? '').toLowerCase().includes(value),
  }
}

/** What the filter over cron jobs can offer, and which values mean nothing to it. */
export function jobGuide(desk: DeskWords): FilterGuide {
  const states = Object.keys(stateNames)
  return {
    ...serverGuide(desk),
    enabled: yesOrNo,
    failed: yesOrNo,
    state: { values: () => [...new Set(Object.values(stateNames))], isGood: (value) => states.some((name) => begins(name, value)) },
    owner: {},
    domain: {},
  }
}

const stateField = new Set(['state'])
const statesIn = (query: string) => parseQuery(query, stateField).filter((term) => term.field === 'state' && !term.negated)

/** The states that a filter text asks for now. */
export function statesOf(query: string): readonly JobState[] {
  return statesIn(query).flatMap((term) => term.value.split(',').flatMap((name) => stateNames[name] ?? []))
}

/** The filter text with one state more or less. Everything else in it stays as it was typed. */
export function toggleState(query: string, state: JobState): string {
  const before = statesOf(query)
  const states = before.includes(state) ? before.filter((each) => each !== state) : [...before, state]
  const rest = query.replace(/(^|\s)state:\S*/gi, ' ').replace(/\s+/g, ' ').trim()
  return [rest, states.length > 0 ? `state:${states.join(',')}` : ''].filter(Boolean).join(' ')
}
