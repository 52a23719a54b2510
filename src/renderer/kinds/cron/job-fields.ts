import type { JobHealth, JobState } from '../../../shared/cron/index.ts'
import type { FieldTests } from '../../table/filter.ts'
import { type FilterGuide, parseQuery } from '../../table/query.ts'
import { begins, type ServerWords, isSaid, serverFields, serverGuide, yesOrNo } from '../../table/server-fields.ts'
import { readWords, type Word } from '../../table/words.ts'
import { ownerAndDomain } from '../shared-columns.ts'
import type { JobRow } from './job-rows.ts'

/** The states that a filter can name, with the words that people use for them. */
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

/** Returns the states with a name that begins with this text: `state:fail` is enough. None for an empty text. */
function statesNamed(text: string): readonly JobState[] {
  const names = text === '' ? [] : Object.keys(stateNames).filter((name) => begins(name, text))
  return [...new Set(names.flatMap((name) => stateNames[name] ?? []))]
}

/**
 * The fields of the filter over cron jobs: `enabled:`, `failed:`, `state:`, `owner:` and `domain:`, and those of the
 * server. A value of `state:` may hold several states, separated by commas.
 */
export function jobFields(healthOf: (row: JobRow) => JobHealth): FieldTests<JobRow> {
  return {
    ...serverFields<JobRow>(),
    enabled: ({ job }, value) => isSaid(value, job.enabled),
    failed: (row, value) => isSaid(value, healthOf(row).state === 'failing'),
    state: (row, value) => value.split(',').some((text) => statesNamed(text).includes(healthOf(row).state)),
    ...ownerAndDomain<JobRow>(({ job }) => job).fields,
  }
}

/** The values that the filter over cron jobs suggests, and which values are valid. */
export function jobGuide(serversStore: ServerWords): FilterGuide {
  return {
    ...serverGuide(serversStore),
    enabled: yesOrNo,
    failed: yesOrNo,
    state: {
      values: () => [...new Set(Object.values(stateNames))],
      isGood: (value) => statesNamed(value).length > 0,
    },
    owner: {},
    domain: {},
  }
}

const fieldNames = new Set(Object.keys(jobGuide({ servers: [], tags: [], folders: [] })))
const statesIn = (query: string) =>
  parseQuery(query, fieldNames).filter((term) => term.field === 'state' && !term.negated)

/** Returns the states that a filter text asks for. Conditions such as `-state:ok` do not count. */
export function statesOf(query: string): readonly JobState[] {
  return statesIn(query).flatMap((term) => term.value.split(',').flatMap(statesNamed))
}

/**
 * Returns the words of a filter text without the conditions that `statesOf` reads, and without an `OR` or `AND` beside
 * one of them.
 */
function wordsWithoutStates(query: string): readonly string[] {
  const words = readWords(query, fieldNames)
  const textOf = (word: Word) => query.slice(word.from, word.to)
  const isState = (word: Word | undefined) => word?.field === 'state' && !word.negated
  const isOperator = (word: Word) => ['OR', 'AND'].includes(textOf(word))
  return words
    .filter((word, at) => !isState(word) && !(isOperator(word) && (isState(words[at - 1]) || isState(words[at + 1]))))
    .map(textOf)
}

/** Returns the filter text with one state added or removed, in one `state:` at the end. Other words stay as typed. */
export function toggleState(query: string, state: JobState): string {
  const before = statesOf(query)
  const states = before.includes(state) ? before.filter((each) => each !== state) : [...before, state]
  return [...wordsWithoutStates(query), ...(states.length > 0 ? [`state:${states.join(',')}`] : [])].join(' ')
}
