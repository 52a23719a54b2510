import { AppError } from '../../../shared/errors.ts'
import { kinds, type Kind } from '../../../shared/model/inventory.ts'

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

const maxReportedKeys = 20

/**
 * Returns the rows that an action on this kind is for, each once.
 * @throws AppError input.invalid for keys that name no such row, or if there are no keys
 */
export function targetsOf(keys: readonly string[], kind: Kind): readonly Target[] {
  const bad: string[] = []
  const found: Target[] = []
  for (const key of new Set(keys)) {
    const target = parseKey(key)
    if (target?.kind === kind) found.push(target)
    else bad.push(key)
  }
  if (bad.length > 0)
    throw invalidKeys(
      bad
        .slice(0, maxReportedKeys)
        .map((key) => ({ path: 'intent.keys', message: `Not a key of an ${kind} row`, text: key })),
    )
  if (found.length === 0) throw invalidKeys([{ path: 'intent.keys', message: 'No rows' }])
  return found
}

const invalidKeys = (issues: readonly object[]) =>
  new AppError('input.invalid', 'The rows of the intent cannot be planned', { issues })
