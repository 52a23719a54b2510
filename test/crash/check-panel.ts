import type { ChangeRecord } from '../../src/demo/request-log.ts'
import { type FtpAccountState, passwordDigest } from '../../src/demo/kinds/ftp/state.ts'
import type { CronJobState } from '../../src/demo/kinds/cron/state.ts'
import type { PanelState } from '../../src/demo/state.ts'
import type { Told } from './messages.ts'
import { ownerName, type Wish } from './wishes.ts'

/** What core has told and done, counted on the panels. Every count but `unknownLeft` must be zero. */
export interface PanelCheck {
  /**
   * Wishes told as done that are not in force, and wishes that were to be done and are not, although nothing prevented
   * them.
   */
  readonly lost: number
  /** Rows that were created more than once, and rows that were not asked for. */
  readonly doubled: number
  /** Switches that were flipped more than once. */
  readonly doubleToggles: number
  /** Rows that match neither the wish nor their earlier state, and wishes told as not sent that the panel received. */
  readonly wrong: number
  /** Wishes that are in force and told as not done, after a reading. */
  readonly late: number
  /** Passwords told as unknown. */
  readonly unknownLeft: number
}

export const noFaults: PanelCheck = { lost: 0, doubled: 0, doubleToggles: 0, wrong: 0, late: 0, unknownLeft: 0 }

export const sum = (panelChecks: readonly PanelCheck[]): PanelCheck =>
  panelChecks.reduce((total, one) => {
    const names = Object.keys(noFaults) as (keyof PanelCheck)[]
    return Object.fromEntries(names.map((name) => [name, total[name] + one[name]])) as unknown as PanelCheck
  }, noFaults)

/** What the check of one panel goes by. */
export interface Evidence {
  /** The wishes for this panel. */
  readonly wishes: readonly Wish[]
  readonly before: PanelState
  readonly after: PanelState
  readonly changes: readonly Pick<ChangeRecord, 'kind' | 'id' | 'path' | 'carriedOutAtMs'>[]
  /** When core last began to read what is open. What the panel has done since then cannot be told yet. */
  readonly readAtMs: number
  /** What core tells last of a wish. Undefined if it was never asked for. */
  told(wish: Wish): Told | undefined
  /** Whether the wish may have been refused, with this error, before anything was sent. */
  mayRefuse(wish: Wish, code: string | null): boolean
  /** `midway`: what is open or planned may stay so. `end`: everything must be done. */
  readonly when: 'midway' | 'end'
  /** Is told each wish that does not agree with its panel. */
  onFault?(wish: Wish, told: Told | undefined, found: PanelCheck): void
}

type Row = FtpAccountState | CronJobState

const fieldsOf = (row: Row): Record<string, unknown> => {
  const { updatedAtMs: _, ...fields } = row
  if (!('command' in fields)) return fields
  // Fields that a panel changes by itself: its scheduler plans the next run again whenever a job changes.
  const { nextRunAtMs: _next, lastRunAtMs: _last, lastRunOk: _ok, failing: _failing, stuck: _stuck, ...job } = fields
  return job
}
const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
const hasFields = (row: Row, fields: Wish['after']) => {
  const actual = fieldsOf(row)
  return Object.entries(fields).every(([field, value]) => isSame(actual[field], value))
}

const rowsOf = ({ accounts, jobs }: PanelState): ReadonlyMap<string, Row> =>
  new Map<string, Row>([
    ...accounts.map((row) => [`ftp/${row.username}`, row] as const),
    ...jobs.map((row) => [`cron/${row.id}`, row] as const),
  ])

const keyOf = ({ kind, op, id }: Wish) => (op === 'create' ? `${kind}/+${id}` : `${kind}/${id}`)

/** What became of a wish on its panel. */
interface Seen {
  readonly wish: Wish
  /** The row before. Undefined for a creation. */
  readonly oldRow: Row | undefined
  /** The row after; of a creation all rows that it has made. */
  readonly rows: readonly Row[]
}

const hasPassword = (row: Row, password: string | null) =>
  !('passwordSha256' in row) || (password !== null && row.passwordSha256 === passwordDigest(password))

/** The password that the account must have: the one of the sheet, or else the one that the user has chosen. */
const passwordOf = ({ secret }: Wish, told: Told | undefined) => told?.password ?? secret

function isInForce({ wish, oldRow, rows }: Seen, told: Told | undefined): boolean {
  const [row] = rows
  if (wish.op === 'remove') return row === undefined
  if (row === undefined) return false
  if (wish.op === 'create') return hasFields(row, wish.after)
  if (wish.op === 'update') return hasFields(row, wish.after)
  const password = passwordOf(wish, told)
  // Until the sheet is read, only the change of the password can be seen.
  if (password === null)
    return 'passwordSha256' in row && !isSame(row.passwordSha256, oldRow && Reflect.get(oldRow, 'passwordSha256'))
  return hasPassword(row, password)
}

/** What core claims of a wish. `pending`: it claims nothing yet. */
export function claimOf(
  { op }: Wish,
  { state, open, reason }: Told,
): 'done' | 'open' | 'unknown' | 'pending' | 'not-done' {
  if (open) return 'open'
  if (state === 'unknown') return 'unknown'
  if (['planned', 'held', 'sent', 'accepted', 'asked'].includes(state)) return 'pending'
  const isAsWanted = reason === 'already-so' || (reason === 'gone' && op === 'remove')
  return state === 'confirmed' || state === 'nothing' || (state === 'skipped' && isAsWanted) ? 'done' : 'not-done'
}

type Change = Evidence['changes'][number]

/** Whether a request was for a row that the wish is of, or has made it. */
const isAbout = ({ wish: { kind, op, id }, rows }: Seen, change: Change): boolean =>
  change.kind === kind &&
  (op === 'create'
    ? rows.some((row) => String('username' in row ? row.username : row.id) === change.id)
    : change.id === id)

/** The check of one wish. `isOnly`: no other wish is of the same row. */
function checkWish(seen: Seen, isOnly: boolean, evidence: Evidence): PanelCheck {
  const { wish, rows } = seen
  const told = evidence.told(wish)
  const isUntold = (change: Change) => (change.carriedOutAtMs ?? 0) > evidence.readAtMs && isAbout(seen, change)
  if (!told || evidence.changes.some(isUntold)) return noFaults
  const [claim, inForce, atEnd] = [claimOf(wish, told), isInForce(seen, told), evidence.when === 'end']
  const lost = { ...noFaults, lost: 1 }
  const late = { ...noFaults, late: 1 }
  switch (claim) {
    case 'done':
      return inForce ? noFaults : lost
    case 'unknown':
      return wish.op === 'password' ? { ...noFaults, unknownLeft: 1 } : lost
    case 'pending':
      return atEnd ? lost : noFaults
    case 'open':
      if (inForce || (wish.op === 'create' && rows.length > 0 && !told.made)) return late
      return atEnd ? lost : noFaults
    case 'not-done': {
      const isTold = told.reason === 'write.half-made' || told.made
      if (isOnly && (inForce || (wish.op === 'create' && rows.length > 0 && !isTold))) return late
      if (told.state === 'refused' || told.reason === 'not-sent') return checkUnsent(seen, told, isOnly, evidence)
      return atEnd && !inForce ? lost : noFaults
    }
  }
}

/** The check of a wish that is told as not sent. */
function checkUnsent(seen: Seen, told: Told, isOnly: boolean, { changes, mayRefuse }: Evidence): PanelCheck {
  if (isOnly && changes.some((change) => isAbout(seen, change))) return { ...noFaults, wrong: 1 }
  return told.state !== 'refused' || mayRefuse(seen.wish, told.reason) ? noFaults : { ...noFaults, lost: 1 }
}

/** The check of the row itself, at the end: what it became, and how often. */
function checkRow(seen: Seen, { changes, told }: Evidence): PanelCheck {
  const { wish, oldRow, rows } = seen
  if (wish.op === 'create') {
    const isWrong = (row: Row) => !hasFields(row, wish.after) || !hasPassword(row, passwordOf(wish, told(wish)))
    return { ...noFaults, doubled: Math.max(0, rows.length - 1), wrong: rows.filter(isWrong).length }
  }
  const [row] = rows
  if (!oldRow || (!row && wish.op !== 'remove')) return { ...noFaults, wrong: 1 }
  const flips = changes.filter(
    (change) => change.carriedOutAtMs !== null && change.path.endsWith('/toggle') && isAbout(seen, change),
  )
  const planned = { ...fieldsOf(oldRow), ...wish.after }
  const isNewPassword = wish.op === 'password' && row && 'passwordSha256' in row
  if (isNewPassword) planned['passwordSha256'] = row.passwordSha256
  const isKnown = !row || isSame(fieldsOf(row), planned) || isSame(fieldsOf(row), fieldsOf(oldRow))
  return { ...noFaults, doubleToggles: flips.length > 1 ? 1 : 0, wrong: isKnown ? 0 : 1 }
}

/** What nobody asked for: rows more, changed or gone. */
function checkOthers(
  seen: readonly Seen[],
  before: ReadonlyMap<string, Row>,
  after: ReadonlyMap<string, Row>,
): PanelCheck {
  const changed = new Set(seen.map(({ wish }) => keyOf(wish)))
  const created = new Set(seen.flatMap(({ wish, rows }) => (wish.op === 'create' ? rows : [])))
  let [doubled, wrong] = [0, 0]
  for (const [key, row] of after) {
    if (!before.has(key) && !created.has(row)) doubled += 1
    if (before.has(key) && !changed.has(key) && !isSame(fieldsOf(row), fieldsOf(before.get(key) as Row))) wrong += 1
  }
  for (const key of before.keys()) if (!after.has(key) && !changed.has(key)) wrong += 1
  return { ...noFaults, doubled, wrong }
}

/** Compares one panel with what was wanted of it, and with what core tells. */
export function checkPanel(evidence: Evidence): PanelCheck {
  const [before, after] = [rowsOf(evidence.before), rowsOf(evidence.after)]
  const seenOf = (wish: Wish): Seen => {
    if (wish.op !== 'create') {
      const row = after.get(keyOf(wish))
      return { wish, oldRow: before.get(keyOf(wish)), rows: row ? [row] : [] }
    }
    const isIts = (row: Row) =>
      'username' in row
        ? wish.kind === 'ftp' && row.username === `${ownerName}_${wish.id}`
        : wish.kind === 'cron' && row.name === wish.id
    return {
      wish,
      oldRow: undefined,
      rows: [...after].flatMap(([key, row]) => (!before.has(key) && isIts(row) ? [row] : [])),
    }
  }
  const named = (wish: Wish, found: PanelCheck): PanelCheck => {
    if (!isSame(found, noFaults) && found.unknownLeft === 0) evidence.onFault?.(wish, evidence.told(wish), found)
    return found
  }
  const ofRows = Map.groupBy(evidence.wishes, keyOf)
  const wishChecks = [...ofRows.values()].flatMap((wishes) =>
    wishes.map((wish) => named(wish, checkWish(seenOf(wish), wishes.length === 1, evidence))),
  )
  if (evidence.when === 'midway') return sum(wishChecks)
  const firsts = [...ofRows.values()].map(([first]) => seenOf(first as Wish))
  return sum([
    ...wishChecks,
    ...firsts.map((seen) => named(seen.wish, checkRow(seen, evidence))),
    checkOthers(firsts, before, after),
  ])
}
