import type { Input } from '../../shared/contract.ts'
import type { CronDraft, CronPatch } from '../../shared/kinds/cron.ts'
import type { ChangeRequest } from '../stores/changes.ts'

type Intent = ChangeRequest['intent']
type Action = Input<'change.apply'>['intent']['action']
type AccountPatch = Extract<Action, { readonly type: 'ftp.edit' }>['patch']
type NewAccount = Extract<Action, { readonly type: 'ftp.create' }>['account']

const ofRow = (key: string, action: Action): Intent => ({ action, keys: [key] })

/** Confirms that a change is sent beside an earlier one of the same row that may still be done. */
export const sendAgain: NonNullable<ChangeRequest['confirm']> = { include: ['still-open'] }

/** The changes of one row that a screen starts, as intents. Rows are named by their keys `serverId/kind/id`. */
export const intents = {
  account: {
    edit: (key: string, patch: AccountPatch) => ofRow(key, { type: 'ftp.edit', patch }),
    /** Replaces the allow list. */
    setIps: (key: string, entries: readonly string[]) =>
      ofRow(key, { type: 'ftp.edit', patch: { ips: { mode: 'set', entries } } }),
    /** The password itself is a part of the request, never of the intent. */
    setPassword: (key: string) => ofRow(key, { type: 'ftp.password' }),
    remove: (key: string) => ofRow(key, { type: 'ftp.remove' }),
    create: (serverId: string, account: NewAccount): Intent => ({
      action: { type: 'ftp.create', serverIds: [serverId], account },
    }),
  },
  anonymous: {
    /** `was` is the state that the screen shows; null if the panel did not say. */
    edit: (key: string, enabled: boolean, was: boolean | null) =>
      ofRow(key, { type: 'anonymous.edit', patch: { enabled }, was }),
  },
  job: {
    edit: (key: string, { command, ...patch }: CronPatch) =>
      ofRow(key, {
        type: 'cron.edit',
        patch: { ...patch, ...(command === undefined ? {} : { command: { how: 'set', command } }) },
      }),
    remove: (key: string) => ofRow(key, { type: 'cron.remove' }),
    create: (serverId: string, job: CronDraft, settings: CronPatch | null): Intent => ({
      action: { type: 'cron.create', serverIds: [serverId], job, ...(settings === null ? {} : { settings }) },
    }),
  },
}
