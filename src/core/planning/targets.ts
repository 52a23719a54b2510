import { AppError } from '../../shared/errors.ts'
import { kinds, type Kind } from '../../shared/kinds/index.ts'
import { type Draft, impossible } from './outcome.ts'

/** The parts of a row key. */
export interface Target {
  readonly key: string
  readonly serverId: string
  readonly kind: Kind
  /** A username or a job's number. It may hold slashes. */
  readonly id: string
}

/** Parses `<serverId>/<kind>/<id>`; returns null if the text is not a row key. */
export function parseKey(key: string): Target | null {
  const first = key.indexOf('/')
  const second = key.indexOf('/', first + 1)
  if (first < 1 || second < 0 || second === key.length - 1) return null
  const kind = kinds.find((one) => one === key.slice(first + 1, second))
  return kind === undefined ? null : { key, serverId: key.slice(0, first), kind, id: key.slice(second + 1) }
}

/** The rows that an action is for, each once, and the keys that name no such row, as impossible drafts. */
interface Targets {
  readonly rows: readonly Target[]
  readonly impossible: readonly Draft[]
}

const longestSubject = 200

/**
 * Returns the rows that an action on this kind is for.
 * @throws AppError input.invalid if there are no keys
 */
export function targetsOf(keys: readonly string[], kind: Kind): Targets {
  const rows: Target[] = []
  const impossibleDrafts: Draft[] = []
  for (const key of new Set(keys)) {
    const target = parseKey(key)
    if (target?.kind === kind) rows.push(target)
    else {
      const subject = key.slice(0, longestSubject)
      impossibleDrafts.push({ key, serverId: '', kind, subject, outcome: impossible('not-a-row') })
    }
  }
  if (rows.length + impossibleDrafts.length === 0)
    throw new AppError('input.invalid', 'The intent names no rows', {
      issues: [{ path: 'intent.keys', message: 'No rows' }],
    })
  return { rows, impossible: impossibleDrafts }
}
