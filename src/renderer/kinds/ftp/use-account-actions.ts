import { shallowRef } from 'vue'
import { api, errorOf } from '../../api/client.ts'
import { writeClipboard } from '../../composables/write-clipboard.ts'
import { useToasts } from '../../composables/toasts.ts'
import { useUndo } from '../../composables/undo.ts'
import { useText } from '../../i18n/index.ts'
import type { FtpRow } from './account-rows.ts'
import type { ErrorValue } from '../../../shared/errors.ts'
import { type Confirmation, undoConfirmation } from '../../addresses/ip-edit.ts'
import { useAccountWords } from './use-account-words.ts'

/** Resolves to null on success, or else to the error. The caller shows the error where the change was made. */
export type ActionResult = Promise<ErrorValue | null>

const accountId = (row: FtpRow) => ({ serverId: row.server.id, username: row.account.username })

/** The keys of the rows on which a call is running, sent or still waiting. */
function useBusyRows() {
  const busy = shallowRef<ReadonlySet<string>>(new Set())

  /**
   * Runs one call on one row. It does not stop a second call on the same row: the side panel disables its controls
   * meanwhile, but the row's menu does not.
   */
  async function runCall<T>(row: FtpRow, call: () => Promise<T>, onSuccess: (value: T) => void): ActionResult {
    busy.value = new Set([...busy.value, row.key])
    try {
      onSuccess(await call())
      return null
    } catch (thrown) {
      return errorOf(thrown)
    } finally {
      busy.value = new Set([...busy.value].filter((key) => key !== row.key))
    }
  }
  return { busy, runCall }
}

/** Returns a function that replaces the allow list of an account. */
function useSetIps(runCall: ReturnType<typeof useBusyRows>['runCall'], undoneText: (row: FtpRow) => string) {
  const { t } = useText()
  const { done } = useUndo()

  /** `onDone` gets the list as read back; null if the panel did not show it. No Undo if the old list is not known. */
  return (
    row: FtpRow,
    list: readonly string[],
    confirm: Confirmation,
    onDone: (readBack: readonly string[] | null) => void,
  ): ActionResult =>
    runCall(
      row,
      () =>
        api.call('ftp.setAllowedIps', {
          ...accountId(row),
          allowedIps: [...list],
          ...(confirm === null ? {} : { confirm }),
        }),
      ({ before, after }) => {
        onDone(after.allowedIps)
        const previous = before?.allowedIps ?? null
        const title = t('ftp.done.ips', { name: row.account.username })
        if (previous === null) return done({ title })
        const confirmUndo = undoConfirmation(previous, list)
        const inverse = {
          ...accountId(row),
          allowedIps: [...previous],
          ...(confirmUndo === undefined ? {} : { confirm: confirmUndo }),
        }
        done({ title, undo: () => api.call('ftp.setAllowedIps', inverse), undone: undoneText(row) })
      },
    )
}

/**
 * Changes to one account that take effect at once, and what else its menu does with it. A change that succeeds shows a
 * toast with Undo, which sends the previous value. Core's events update the rows on the screen.
 */
export function useAccountActions() {
  const { t } = useText()
  const words = useAccountWords()
  const { done, tell: tellOf } = useUndo()
  const toasts = useToasts()
  const { busy, runCall } = useBusyRows()

  const undoneText = (row: FtpRow) => t('common.asBefore', { name: row.account.username })

  const setEnabled = (row: FtpRow, enabled: boolean): ActionResult =>
    runCall(
      row,
      () => api.call('ftp.setEnabled', { ...accountId(row), enabled }),
      () =>
        done({
          title: t(enabled ? 'common.isEnabled' : 'common.isDisabled', { name: row.account.username }),
          undo: () => api.call('ftp.setEnabled', { ...accountId(row), enabled: !enabled }),
          undone: undoneText(row),
        }),
    )

  const setReadOnly = (row: FtpRow, readOnly: boolean): ActionResult =>
    runCall(
      row,
      () => api.call('ftp.update', { ...accountId(row), patch: { readOnly } }),
      ({ before }) =>
        done({
          title: t(readOnly ? 'ftp.done.readOnly' : 'ftp.done.readWrite', { name: row.account.username }),
          undo: () => api.call('ftp.update', { ...accountId(row), patch: { readOnly: before?.readOnly ?? !readOnly } }),
          undone: undoneText(row),
        }),
    )

  const setQuota = (row: FtpRow, quotaMb: number): ActionResult =>
    runCall(
      row,
      () => api.call('ftp.update', { ...accountId(row), patch: { quotaMb } }),
      ({ before }) =>
        done({
          title: t('ftp.done.quota', { name: row.account.username, quota: words.quota(quotaMb) }),
          undo: () =>
            api.call('ftp.update', { ...accountId(row), patch: { quotaMb: before?.quotaMb ?? row.account.quotaMb } }),
          undone: undoneText(row),
        }),
    )

  const readNow = (row: FtpRow): ActionResult =>
    runCall(
      row,
      () => api.call('rows.get', { serverId: row.server.id, kind: 'ftp', id: row.account.username }),
      () => undefined,
    )

  const copyName = async (row: FtpRow): Promise<void> => {
    const copied = await writeClipboard(row.account.username)
    const title = copied ? t('ftp.done.nameCopied', { name: row.account.username }) : t('common.copyFailed')
    toasts.show({ title, durationMs: 3000 })
  }

  /** Reports an error that no field can show: of a menu's action, or of an account that is no longer open. */
  const tell = (error: ErrorValue, row: FtpRow) => tellOf(error, row.account.username)

  return { busy, setEnabled, setReadOnly, setQuota, setIps: useSetIps(runCall, undoneText), readNow, copyName, tell }
}

export type AccountActions = ReturnType<typeof useAccountActions>
