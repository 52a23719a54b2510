import { AppError, errorCodes, toErrorValue, type ErrorCode, type ErrorValue } from '../../shared/errors.ts'
import type { CronDraft, CronJob } from '../../shared/model/cron.ts'
import type { FtpAccount } from '../../shared/model/ftp.ts'
import type { CallOptions, PanelClient, ReportedRow } from './types.ts'

/*
 * POSTs whose answer may get lost, settled by reading: nothing is ever sent twice on a doubt. Where reading does not
 * settle it either, the doubt is handed to the user with what was found.
 */

export interface Settling {
  /** Rows that are known to have been there before, by username or job id: none of them is the new one. */
  readonly knownBefore?: ReadonlySet<string | number>
  /**
   * Waits before a second look when the panel did not answer in time, because it may still be at work.
   * No second look is taken without it.
   */
  readonly wait?: (delayMs: number) => Promise<void>
}

/** How far a panel's clock may be behind ours and a row still count as created after we asked. */
export const clockToleranceMs = 120_000
const secondLookAfterMs = 2_000

/** Whether this is the account that a creation of this short name makes: `<owner>_<name>`. */
export const isNamed = (row: Pick<FtpAccount, 'username' | 'owner'>, username: string): boolean =>
  row.username === username ||
  (row.owner === '' ? row.username.endsWith(`_${username}`) : row.username === `${row.owner}_${username}`)

const squeeze = (expression: string) => expression.trim().replace(/\s+/g, ' ')

/** Whether this job has the name, command and expression of that draft. */
export const isEqualJob = (
  row: Pick<CronJob, 'name' | 'command' | 'cronExpr'>,
  draft: Pick<CronDraft, 'name' | 'command' | 'cronExpr'>,
): boolean =>
  row.name === draft.name && row.command === draft.command && squeeze(row.cronExpr) === squeeze(draft.cronExpr)

interface Found<T> {
  readonly rows: readonly T[]
  /** Whether the panel holds more rows than could be read: then absence proves nothing. */
  readonly cut: boolean
}

interface Creation<T> {
  readonly send: () => Promise<T>
  /** All rows that look like the one that was asked for. */
  readonly find: () => Promise<Found<T>>
  readonly keyOf: (row: T) => string | number
  readonly createdAtOf: (row: T) => string | null
}

/**
 * Creates an FTP account and settles a lost answer by looking for `<owner>_<name>` in the list.
 * @param startedAtMs wall time when the user asked; rows created before are not taken for the new one
 * @returns the account as the panel shows it
 * @throws AppError what the panel said; the network's error (`details.settled: 'absent'`) where the account is not
 * there, so that trying again is safe; `write.unknown` with `details.candidates` where that cannot be told
 */
export function settleFtpCreate(
  panel: PanelClient,
  draft: { readonly username: string; readonly password: string; readonly domain?: string | undefined },
  options: CallOptions,
  startedAtMs: number = Date.now(),
  settling: Settling = {},
): Promise<ReportedRow<FtpAccount>> {
  const { username, password, domain } = draft
  return settleCreate(startedAtMs, settling, {
    send: () => panel.ftp.create({ username, password, ...(domain ? { domain } : {}) }, options),
    find: async () => {
      const { accounts, total } = await panel.ftp.list(options)
      return { rows: accounts.filter((row) => isNamed(row, username)), cut: total > accounts.length }
    },
    keyOf: (row) => row.username,
    createdAtOf: (row) => row.createdAt,
  })
}

/**
 * Creates a cron job and settles a lost answer by looking for name, command and expression in the list. Names are not
 * unique there, so pass `knownBefore` where an equal job may exist. Otherwise as `settleFtpCreate`.
 */
export function settleCronCreate(
  panel: PanelClient,
  draft: CronDraft,
  options: CallOptions,
  startedAtMs: number = Date.now(),
  settling: Settling = {},
): Promise<ReportedRow<CronJob>> {
  return settleCreate(startedAtMs, settling, {
    send: () => panel.cron.create(draft, options),
    find: async () => {
      const { jobs, total } = await panel.cron.list(options)
      return { rows: jobs.filter((row) => isEqualJob(row, draft)), cut: total > jobs.length }
    },
    keyOf: (row) => row.id,
    createdAtOf: (row) => row.createdAt,
  })
}

async function settleCreate<T>(startedAtMs: number, settling: Settling, creation: Creation<T>): Promise<T> {
  try {
    return await creation.send()
  } catch (thrown) {
    if (!isUnknown(thrown)) throw thrown
    const isNews = (row: T) => !settling.knownBefore?.has(creation.keyOf(row))
    const look = async () => {
      const { rows, cut } = await reading(thrown, creation.find)
      return { rows: rows.filter(isNews), cut }
    }
    let found = await look()
    if (found.rows.length === 0 && settling.wait && causeOf(thrown).code === 'net.timeout') {
      await settling.wait(secondLookAfterMs)
      found = await look()
    }
    const [row] = found.rows
    if (row === undefined && !found.cut) throw absent(thrown)
    const createdAtMs = Date.parse((row && creation.createdAtOf(row)) ?? '')
    if (row !== undefined && found.rows.length === 1 && createdAtMs >= startedAtMs - clockToleranceMs) return row
    throw new AppError('write.unknown', thrown.message, { ...thrown.details, candidates: found.rows })
  }
}

/**
 * Makes an account enabled or disabled. The panel can only flip: so it is read, flipped if it differs, and read back;
 * a flip whose answer was lost is followed by a look, and flipped again only if it still differs, at most once.
 * @returns the account before and after; equal where nothing had to be done
 * @throws AppError panel.bad-reply where the panel does not say how the account is, which is then not flipped;
 * write.not-applied where the panel took it and yet shows the old state; write.unknown where the account could not be
 * read after a flip; and the panel's own
 */
export async function setFtpEnabled(
  panel: PanelClient,
  username: string,
  enabled: boolean,
  options: CallOptions,
  settling: Pick<Settling, 'wait'> = {},
): Promise<{ readonly before: FtpAccount; readonly after: FtpAccount }> {
  const look = () => accountWithSwitch(panel, username, options)
  const before = await look()
  if (!tellsSwitch(before))
    throw new AppError('panel.bad-reply', 'The panel does not say whether the account is enabled', {
      subject: username,
    })
  if (before.enabled === enabled) return { before, after: before }
  for (let flips = 1; ; flips++) {
    const lost = await flip(panel, username, options)
    const unseen = new AppError('write.unknown', 'The panel accepted the change but could not be read afterwards', {
      subject: username,
    })
    let after = await reading(lost ?? unseen, look)
    if (lost && after.enabled !== enabled && settling.wait && causeOf(lost).code === 'net.timeout') {
      await settling.wait(secondLookAfterMs)
      after = await reading(lost, look)
    }
    if (!tellsSwitch(after) && lost) throw lost
    // The panel has said yes, and shows nothing that could be held against it.
    if (after.enabled === enabled || !tellsSwitch(after)) return { before, after: { ...after, enabled } }
    if (!lost || flips === 2)
      throw new AppError('write.not-applied', 'The panel still shows the old state', {
        subject: username,
        wanted: enabled,
        found: after.enabled,
      })
  }
}

const tellsSwitch = (account: ReportedRow<FtpAccount>): account is FtpAccount => account.enabled !== null

/** One account; where its own page does not say whether it is enabled, by the list's word. */
async function accountWithSwitch(
  panel: PanelClient,
  username: string,
  options: CallOptions,
): Promise<ReportedRow<FtpAccount>> {
  const account = await panel.ftp.get(username, options)
  if (tellsSwitch(account)) return account
  const { accounts } = await panel.ftp.list(options)
  return { ...account, enabled: accounts.find((row) => row.username === username)?.enabled ?? null }
}

/** Flips once; returns the doubt where the answer was lost. */
async function flip(panel: PanelClient, username: string, options: CallOptions): Promise<AppError | null> {
  try {
    await panel.ftp.toggle(username, options)
    return null
  } catch (thrown) {
    if (isUnknown(thrown)) return thrown
    throw thrown
  }
}

const isUnknown = (thrown: unknown): thrown is AppError => thrown instanceof AppError && thrown.code === 'write.unknown'

/** Reads in order to settle a doubt; where that fails too, the doubt stands and says what the reading met. */
async function reading<T>(doubt: AppError, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (thrown) {
    throw new AppError('write.unknown', doubt.message, { ...doubt.details, readingFailed: toErrorValue(thrown) })
  }
}

const isCode = (value: unknown): value is ErrorCode => errorCodes.some((code) => code === value)

/** The error by which the answer was lost, as `unknownOutcome` keeps it. */
function causeOf(doubt: AppError): ErrorValue {
  const cause = doubt.details?.cause
  if (typeof cause === 'object' && cause !== null && 'code' in cause && isCode(cause.code)) {
    const message = 'message' in cause && typeof cause.message === 'string' ? cause.message : doubt.message
    const details =
      'details' in cause && typeof cause.details === 'object' && cause.details !== null ? { ...cause.details } : {}
    return { code: cause.code, message, details }
  }
  return { code: 'net.lost', message: doubt.message, details: {} }
}

/** The row is not there: the loss of the answer is all that happened, and trying again is safe. */
function absent(doubt: AppError): AppError {
  const { code, message, details } = causeOf(doubt)
  return new AppError(code, message, { ...details, settled: 'absent' })
}
