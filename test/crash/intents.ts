import type { Input } from '../../src/shared/contract.ts'
import type { BulkIntent } from '../../src/shared/model/bulk-action.ts'
import type { CronDraft } from '../../src/shared/kinds/cron.ts'
import type { Wish, WishAction } from './wishes.ts'

/** What the page would ask for, for wishes. `idOf` returns the id of a server in core. */

type IdOf = (server: number) => string
type Intent = Input<'change.apply'>['intent']

const keyOf = ({ server, kind, id }: Wish, idOf: IdOf) => `${idOf(server)}/${kind}/${id}`

/** The actions that are the same for one row and for many. */
function actionOn(action: WishAction, first: Wish): Intent['action'] | null {
  switch (action) {
    case 'addresses':
      return { type: 'ftp.edit', patch: { ips: { mode: 'add', entries: ['203.0.113.0/24'] } } }
    case 'switch':
      return { type: 'ftp.edit', patch: { enabled: false } }
    case 'settings':
      return { type: 'ftp.edit', patch: { quotaMb: 77, readOnly: true } }
    case 'password':
      return { type: 'ftp.password' }
    case 'remove':
      return { type: 'ftp.remove' }
    case 'job-edit':
      return {
        type: 'cron.edit',
        patch: { enabled: false, command: { how: 'set', command: String(first.after['command']) } },
      }
    case 'job-remove':
      return { type: 'cron.remove' }
    case 'create':
    case 'job-create':
      return null
  }
}

/** The change of one row, as its screen asks for it. */
export function singleIntent(wish: Wish, idOf: IdOf): Intent {
  const action = actionOn(wish.action, wish)
  if (action) return { action, keys: [keyOf(wish, idOf)] }
  const serverIds = [idOf(wish.server)]
  if (wish.kind === 'ftp')
    return { action: { type: 'ftp.create', serverIds, account: { username: wish.id, ...wish.after } }, keys: [] }
  const { name, command, cronExpr, ...settings } = wish.after
  const job = { name, command, cronExpr } as CronDraft
  return { action: { type: 'cron.create', serverIds, job, settings }, keys: [] }
}

const csvOf = (wishes: readonly Wish[], idOf: IdOf) =>
  [
    'server,username,quota_mb,allowed_ips,password',
    ...wishes.map(({ server, id, after, secret }) =>
      [idOf(server), id, after['quotaMb'], `"${String(after['allowedIps'])}"`, secret].join(','),
    ),
  ].join('\n')

/** The plans of many rows, one for each action. `keyOfJob` returns the key of a template job by its name. */
export function bulkIntents(
  wishes: readonly Wish[],
  idOf: IdOf,
  keyOfJob: (name: string) => string,
): readonly BulkIntent[] {
  const groups = Map.groupBy(wishes, ({ action }) => action)
  return [...groups.values()].map((group) => {
    const [first] = group as [Wish]
    const action = actionOn(first.action, first)
    if (action) return { action, keys: group.map((wish) => keyOf(wish, idOf)) } as BulkIntent
    if (first.kind === 'ftp') {
      const lines = group.map((_, at) => at + 2)
      return { action: { type: 'ftp.import', csv: csvOf(group, idOf), lines, length: 24 }, keys: [] }
    }
    const serverIds = [...new Set(group.map(({ server }) => idOf(server)))]
    const keys = [...new Set(group.map(({ id }) => keyOfJob(id)))]
    return { action: { type: 'cron.copy', serverIds, variables: {}, staggerMin: 0 }, keys }
  })
}
