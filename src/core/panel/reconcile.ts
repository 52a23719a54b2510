import { AppError, errorCodes, toErrorValue, type ErrorCode, type ErrorValue } from '../../shared/errors.ts'
import type { CronDraft, CronJob } from '../../shared/kinds/cron.ts'
import type { FtpAccount } from '../../shared/kinds/ftp.ts'
import { isEqualJob } from '../kinds/cron/is-equal-job.ts'
import { isNamed } from '../kinds/ftp/is-named.ts'
import type { ReportedRow } from '../../shared/kinds/kind.ts'
import type { CallOptions, PanelClient } from './types.ts'

/*
 * POSTs whose answer may get lost. Their outcome is found out by reading; nothing is sent again while the outcome
 * is unknown. If reading does not show the outcome either, the user gets `write.unknown` with what was found.
 */

export interface ReconcileOptions {
  /** Rows that are known to have been there before, by username or job id. None of them is the new row. */
  readonly knownBefore?: ReadonlySet<string>
  /**
   * Waits before a second read if the panel did not answer in time and the first read does not show the change,
   * because the panel may still be at work. Without this function there is no second read.
   */
  readonly wait?: (delayMs: number) => Promise<void>
}

/** How far a panel's clock may be behind ours so that a row still counts as created after our request. */
export const clockToleranceMs = 120_000
const secondReadAfterMs = 2_000

interface MatchingRows<T> {
  readonly rows: readonly T[]
  /** Whether the panel has more rows than could be read. Then the absence of a row proves nothing. */
  readonly cut: boolean
}

interface Creation<T> {
  readonly send: () => Promise<T>
  /** Finds all rows that look like the requested one. */
  readonly find: () => Promise<MatchingRows<T>>
  readonly keyOf: (row: T) => string
  readonly createdAtOf: (row: T) => string | null
}

/**
 * Creates an FTP account. If the answer is lost, looks for `<owner>_<name>` in the list.
 * @param startedAtMs wall time of the user's request; a row counts as the new row only if it was created after this
 * time, or at most `clockToleranceMs` before it
 * @returns the account as the panel shows it
 * @throws AppError: the panel's answer; the error by which the answer was lost (`details.settled: 'absent'`) if the
 * account is not there, so that trying again is safe; `write.unknown` with `details.candidates` if that cannot be
 * told, or with `details.readingFailed` if the list could not be read
 */
export function reconcileFtpCreate(
  panel: PanelClient,
  draft: { readonly username: string; readonly password: string; readonly domain?: string | undefined },
  options: CallOptions,
  startedAtMs: number = Date.now(),
  reconciling: ReconcileOptions = {},
): Promise<ReportedRow<FtpAccount>> {
  const { username, password, domain } = draft
  return reconcileCreate(startedAtMs, reconciling, {
    send: () => panel.create('ftp', { username, password, ...(domain ? { domain } : {}) }, options),
    find: async () => {
      const { rows, total } = await panel.list('ftp', options)
      return { rows: rows.filter((row) => isNamed(row, username)), cut: total > rows.length }
    },
    keyOf: (row) => row.username,
    createdAtOf: (row) => row.createdAt,
  })
}

/**
 * Creates a cron job. If the answer is lost, looks for name, command and schedule in the list. Names of jobs are
 * not unique, so pass `knownBefore` if an equal job may exist. Otherwise as `reconcileFtpCreate`.
 */
export function reconcileCronCreate(
  panel: PanelClient,
  draft: CronDraft,
  options: CallOptions,
  startedAtMs: number = Date.now(),
  reconciling: ReconcileOptions = {},
): Promise<ReportedRow<CronJob>> {
  return reconcileCreate(startedAtMs, reconciling, {
    send: () => panel.create('cron', draft, options),
    find: async () => {
      const { rows, total } = await panel.list('cron', options)
      return { rows: rows.filter((row) => isEqualJob(row, draft)), cut: total > rows.length }
    },
    keyOf: (row) => String(row.id),
    createdAtOf: (row) => row.createdAt,
  })
}

async function reconcileCreate<T>(
  startedAtMs: number,
  reconciling: ReconcileOptions,
  creation: Creation<T>,
): Promise<T> {
  try {
    return await creation.send()
  } catch (thrown) {
    if (!isUnknown(thrown)) throw thrown
    const isNewRow = (row: T) => !reconciling.knownBefore?.has(creation.keyOf(row))
    const read = async () => {
      const { rows, cut } = await readUnknownOutcome(thrown, creation.find)
      return { rows: rows.filter(isNewRow), cut }
    }
    let matches = await read()
    if (matches.rows.length === 0 && reconciling.wait && causeOf(thrown).code === 'net.timeout') {
      await reconciling.wait(secondReadAfterMs)
      matches = await read()
    }
    const [row] = matches.rows
    if (row === undefined && !matches.cut) throw absentError(thrown)
    const createdAtMs = Date.parse((row && creation.createdAtOf(row)) ?? '')
    if (row !== undefined && matches.rows.length === 1 && createdAtMs >= startedAtMs - clockToleranceMs) return row
    throw new AppError('write.unknown', thrown.message, { ...thrown.details, candidates: matches.rows })
  }
}

/**
 * Enables or disables an account. The panel can only flip the state, so the account is read, flipped if it differs,
 * and read back. If the answer to a flip was lost, the account is read, and flipped once more only if it still
 * differs.
 * @returns the account before and after; equal if nothing had to be done
 * @throws AppError: panel.bad-reply if the panel does not report whether the account is enabled, which is then not
 * flipped; write.not-applied if the panel shows the old state after it accepted a flip, or after two flips whose
 * answers were lost; write.unknown if the account could not be read after a flip, or does not report its state after a
 * flip whose answer was lost; and the panel's own errors
 */
export async function setFtpEnabled(
  panel: PanelClient,
  username: string,
  enabled: boolean,
  options: CallOptions,
  reconciling: Pick<ReconcileOptions, 'wait'> = {},
): Promise<{ readonly before: FtpAccount; readonly after: FtpAccount }> {
  const read = () => readAccountWithEnabled(panel, username, options)
  const before = await read()
  if (!reportsEnabled(before))
    throw new AppError('panel.bad-reply', 'The panel does not say whether the account is enabled', {
      subject: username,
    })
  if (before.enabled === enabled) return { before, after: before }
  for (let flips = 1; ; flips++) {
    const lostAnswer = await flip(panel, username, options)
    const unreadError = new AppError(
      'write.unknown',
      'The panel accepted the change but could not be read afterwards',
      { subject: username },
    )
    let after = await readUnknownOutcome(lostAnswer ?? unreadError, read)
    if (lostAnswer && after.enabled !== enabled && reconciling.wait && causeOf(lostAnswer).code === 'net.timeout') {
      await reconciling.wait(secondReadAfterMs)
      after = await readUnknownOutcome(lostAnswer, read)
    }
    if (!reportsEnabled(after) && lostAnswer) throw lostAnswer
    // The state is right, or the panel accepted the flip and shows nothing that contradicts it.
    if (after.enabled === enabled || !reportsEnabled(after)) return { before, after: { ...after, enabled } }
    if (!lostAnswer || flips === 2)
      throw new AppError('write.not-applied', 'The panel still shows the old state', {
        subject: username,
        wanted: enabled,
        found: after.enabled,
      })
  }
}

const reportsEnabled = (account: ReportedRow<FtpAccount>): account is FtpAccount => account.enabled !== null

/** Reads one account. If its own reply does not tell whether it is enabled, the list decides, if that tells. */
async function readAccountWithEnabled(
  panel: PanelClient,
  username: string,
  options: CallOptions,
): Promise<ReportedRow<FtpAccount>> {
  const account = await panel.get('ftp', username, options)
  if (reportsEnabled(account)) return account
  const { rows } = await panel.list('ftp', options)
  return { ...account, enabled: rows.find((row) => row.username === username)?.enabled ?? null }
}

/** Flips once. Returns the error `write.unknown` if the answer was lost, else null. */
async function flip(panel: PanelClient, username: string, options: CallOptions): Promise<AppError | null> {
  try {
    await panel.set('ftp', username, 'toggle', {}, options)
    return null
  } catch (thrown) {
    if (isUnknown(thrown)) return thrown
    throw thrown
  }
}

const isUnknown = (thrown: unknown): thrown is AppError => thrown instanceof AppError && thrown.code === 'write.unknown'

/** Reads to find out an unknown outcome. If that fails too, throws `write.unknown` with the error of the read. */
async function readUnknownOutcome<T>(unknownError: AppError, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (thrown) {
    throw new AppError('write.unknown', unknownError.message, {
      ...unknownError.details,
      readingFailed: toErrorValue(thrown),
    })
  }
}

const isCode = (value: unknown): value is ErrorCode => errorCodes.some((code) => code === value)

/** Returns the error by which the answer was lost, as `unknownOutcome` stores it; `net.lost` if there is none. */
function causeOf(unknownError: AppError): ErrorValue {
  const cause = unknownError.details?.cause
  if (typeof cause === 'object' && cause !== null && 'code' in cause && isCode(cause.code)) {
    const message = 'message' in cause && typeof cause.message === 'string' ? cause.message : unknownError.message
    const details =
      'details' in cause && typeof cause.details === 'object' && cause.details !== null ? { ...cause.details } : {}
    return { code: cause.code, message, details }
  }
  return { code: 'net.lost', message: unknownError.message, details: {} }
}

/** Returns the error by which the answer was lost, for a row that was not created, so that trying again is safe. */
function absentError(unknownError: AppError): AppError {
  const { code, message, details } = causeOf(unknownError)
  return new AppError(code, message, { ...details, settled: 'absent' })
}
