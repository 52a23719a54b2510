import { api, errorOf } from '../../api/client.ts'
import { writeClipboard } from '../../composables/write-clipboard.ts'
import { useToasts } from '../../composables/toasts.ts'
import { useText } from '../../i18n/index.ts'
import { useChangesStore, type ChangeOutcome, type ChangeRequest } from '../../stores/changes.ts'
import type { FtpRow } from './account-rows.ts'
import type { ErrorValue } from '../../../shared/errors.ts'
import { useAccountWords } from './use-account-words.ts'
import { intents } from '../../changes/intents.ts'
import { useChange } from '../../changes/use-change.ts'

/** Changes to one account that take effect at once, and what else its menu does with it. */
export function useAccountActions() {
  const { t } = useText()
  const words = useAccountWords()
  const toasts = useToasts()
  const changes = useChangesStore()
  const { apply, tell } = useChange()

  const change = (row: FtpRow, intent: ChangeRequest['intent'], done: string): Promise<ChangeOutcome> =>
    apply({ intent }, { subject: row.account.username, done })
  const { account } = intents

  return {
    isBusy: (row: FtpRow): boolean => changes.isBusy(row.key),
    setEnabled: (row: FtpRow, enabled: boolean) =>
      change(
        row,
        account.edit(row.key, { enabled }),
        t(enabled ? 'common.isEnabled' : 'common.isDisabled', { name: row.account.username }),
      ),
    setReadOnly: (row: FtpRow, readOnly: boolean) =>
      change(
        row,
        account.edit(row.key, { readOnly }),
        t(readOnly ? 'ftp.done.readOnly' : 'ftp.done.readWrite', { name: row.account.username }),
      ),
    setQuota: (row: FtpRow, quotaMb: number) =>
      change(
        row,
        account.edit(row.key, { quotaMb }),
        t('ftp.done.quota', { name: row.account.username, quota: words.quota(quotaMb) }),
      ),
    setIps: (row: FtpRow, entries: readonly string[]) =>
      change(row, account.setIps(row.key, entries), t('ftp.done.ips', { name: row.account.username })),
    remove: (row: FtpRow) =>
      change(row, account.remove(row.key), t('ftp.done.deleted', { name: row.account.username })),

    /** Reads the account from its panel. Resolves to null on success. */
    readNow: ({ key, server, account: { username } }: FtpRow): Promise<ErrorValue | null> =>
      changes.whileBusy([key], () =>
        api.call('rows.get', { serverId: server.id, kind: 'ftp', id: username }).then(
          () => null,
          (thrown: unknown) => errorOf(thrown),
        ),
      ),
    async copyName(row: FtpRow): Promise<void> {
      const copied = await writeClipboard(row.account.username)
      const title = copied ? t('ftp.done.nameCopied', { name: row.account.username }) : t('common.copyFailed')
      toasts.show({ title, durationMs: 3000 })
    },
    /** Reports an error that no field can show: of a menu's action, or of an account that is no longer open. */
    tell: (error: ErrorValue, row: FtpRow) => tell(error, row.account.username),
  }
}

export type AccountActions = ReturnType<typeof useAccountActions>
