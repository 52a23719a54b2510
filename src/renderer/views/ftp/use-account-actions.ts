import { shallowRef } from 'vue'
import { api, errorOf } from '../../api/client.ts'
import { writeClipboard } from '../../composables/write-clipboard.ts'
import { useToasts } from '../../composables/toasts.ts'
import { useUndo } from '../../composables/undo.ts'
import { useText } from '../../i18n/index.ts'
import type { FtpRow } from '../../stores/rows.ts'
import type { ErrorValue } from '../../../shared/errors.ts'
import { confirmationBack } from '../../addresses/ip-edit.ts'
import { useAccountWords } from '../../accounts/use-account-words.ts'

/** Null where it went well: the error for the screen that asked, which shows it where the change was made. */
export type Outcome = Promise<ErrorValue | null>

const at = (row: FtpRow) => ({ serverId: row.server.id, username: row.account.username })

/** The rows that a call is on its way for. */
function useBusyRows() {
  const busy = shallowRef<ReadonlySet<string>>(new Set())

  /** One call on one row; a second one on the same row waits for no one and is refused by the disabled controls. */
  async function during<T>(row: FtpRow, call: () => Promise<T>, then: (value: T) => void): Outcome {
    busy.value = new Set([...busy.value, row.key])
    try {
      then(await call())
      return null
    } catch (thrown) {
      return errorOf(thrown)
    } finally {
      busy.value = new Set([...busy.value].filter((key) => key !== row.key))
    }
  }
  return { busy, during }
}

/** Gives an account another list of addresses. */
function useSetIps(during: ReturnType<typeof useBusyRows>['during'], back: (row: FtpRow) => string) {
  const { t } = useText()
  const { done } = useUndo()

  /**
   * `onDone` is told whether the panel showed the list when it was read back. Undo is offered where the list before is
   * known.
   */
  return (
    row: FtpRow,
    list: readonly string[],
    confirm: 'first-restriction' | 'last-restriction' | null,
    onDone: (readBack: readonly string[] | null) => void,
  ): Outcome =>
    during(
      row,
      () =>
        api.call('ftp.setAllowedIps', { ...at(row), allowedIps: [...list], ...(confirm === null ? {} : { confirm }) }),
      ({ before, after }) => {
        onDone(after.allowedIps)
        const old = before?.allowedIps ?? null
        const title = t('ftp.done.ips', { name: row.account.username })
        if (old === null) return done({ title })
        const confirmBack = confirmationBack(old, list)
        const inverse = {
          ...at(row),
          allowedIps: [...old],
          ...(confirmBack === undefined ? {} : { confirm: confirmBack }),
        }
        done({ title, undo: () => api.call('ftp.setAllowedIps', inverse), undone: back(row) })
      },
    )
}

/**
 * Everything that changes one account at once and can be taken back. Each change ends in a toast with Undo, whose
 * inverse goes back to what the panel said it was before. The rows on the screen follow by core's events.
 */
export function useAccountActions() {
  const { t } = useText()
  const words = useAccountWords()
  const { done, tell: tellOf } = useUndo()
  const toasts = useToasts()
  const { busy, during } = useBusyRows()

  const back = (row: FtpRow) => t('common.asBefore', { name: row.account.username })

  const setEnabled = (row: FtpRow, enabled: boolean): Outcome =>
    during(
      row,
      () => api.call('ftp.setEnabled', { ...at(row), enabled }),
      () =>
        done({
          title: t(enabled ? 'common.isEnabled' : 'common.isDisabled', { name: row.account.username }),
          undo: () => api.call('ftp.setEnabled', { ...at(row), enabled: !enabled }),
          undone: back(row),
        }),
    )

  const setReadOnly = (row: FtpRow, readOnly: boolean): Outcome =>
    during(
      row,
      () => api.call('ftp.update', { ...at(row), patch: { readOnly } }),
      ({ before }) =>
        done({
          title: t(readOnly ? 'ftp.done.readOnly' : 'ftp.done.readWrite', { name: row.account.username }),
          undo: () => api.call('ftp.update', { ...at(row), patch: { readOnly: before?.readOnly ?? !readOnly } }),
          undone: back(row),
        }),
    )

  const setQuota = (row: FtpRow, quotaMb: number): Outcome =>
    during(
      row,
      () => api.call('ftp.update', { ...at(row), patch: { quotaMb } }),
      ({ before }) =>
        done({
          title: t('ftp.done.quota', { name: row.account.username, quota: words.quota(quotaMb) }),
          undo: () =>
            api.call('ftp.update', { ...at(row), patch: { quotaMb: before?.quotaMb ?? row.account.quotaMb } }),
          undone: back(row),
        }),
    )

  const readNow = (row: FtpRow): Outcome =>
    during(
      row,
      () => api.call('ftp.get', at(row)),
      () => undefined,
    )

  const copyName = async (row: FtpRow): Promise<void> => {
    const copied = await writeClipboard(row.account.username)
    const title = copied ? t('ftp.done.nameCopied', { name: row.account.username }) : t('common.copyFailed')
    toasts.show({ title, durationMs: 3000 })
  }

  /** For a change that was asked for in a menu, where no field is at hand to say it. */
  const tell = (error: ErrorValue, row: FtpRow) => tellOf(error, row.account.username)

  return { busy, setEnabled, setReadOnly, setQuota, setIps: useSetIps(during, back), readNow, copyName, tell }
}

export type AccountActions = ReturnType<typeof useAccountActions>
