import type { Input } from '../../src/shared/contract.ts'
import type { ChangeQuestion } from '../../src/shared/model/plan.ts'
import type { TestApp } from './app.ts'

type Change = Input<'change.apply'>
type Action = Change['intent']['action']
type Patch<T extends Action['type']> = Extract<Action, { readonly type: T; readonly patch: unknown }>['patch']

/** Inputs of `change.apply` for one account or one job. */
export const editAccount = (serverId: string, username: string, patch: Patch<'ftp.edit'>): Change => ({
  intent: { action: { type: 'ftp.edit', patch }, keys: [`${serverId}/ftp/${username}`] },
})
export const editJob = (serverId: string, id: number, patch: Patch<'cron.edit'>): Change => ({
  intent: { action: { type: 'cron.edit', patch }, keys: [`${serverId}/cron/${id}`] },
})
export const setPassword = (serverId: string, username: string, password: string): Change => ({
  intent: { action: { type: 'ftp.password' }, keys: [`${serverId}/ftp/${username}`] },
  password,
})
export const createAccount = (serverId: string, username: string, password: string): Change => ({
  intent: { action: { type: 'ftp.create', serverIds: [serverId], account: { username } } },
  password,
})
/** Deletes an account as a page does: asks core what must be typed, and types it. */
export async function removeAccount({ core, call }: TestApp, serverId: string, username: string): Promise<void> {
  const intent = { action: { type: 'ftp.remove' }, keys: [`${serverId}/ftp/${username}`] } as const
  const refused = JSON.parse(await core.dispatch('change.apply', JSON.stringify({ intent }))) as {
    readonly error: { readonly details: ChangeQuestion }
  }
  await call('change.apply', { intent, confirm: { typed: refused.error.details.typed ?? '' } })
}
