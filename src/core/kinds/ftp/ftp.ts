import { z } from 'zod'
import { listFlags } from '../../../shared/ip/index.ts'
import { type FtpAccount, ftpDraft, ftpPassword, ftpSettings } from '../../../shared/kinds/ftp.ts'
import { ftpModel } from '../../../shared/kinds/ftp-model.ts'
import { endpointsBelow } from '../../panel/endpoint.ts'
import { readList, readOne } from '../../panel/reply-fields.ts'
import { definedFields } from '../row-facts.ts'
import type { ReportedRow } from '../../../shared/kinds/kind.ts'
import type { Facts, RowKind } from '../kind.ts'
import { accountActions } from './actions.ts'
import { isSameValue, strings } from './is-same-value.ts'
import { createAccountRetry } from './new-accounts.ts'
import { readRow } from './read-row.ts'

/**
 * Returns whether this is the account that a creation of this short name makes: `<owner>_<name>`, with any owner if
 * the panel does not report it. The full username counts too.
 */
const isNamed = (row: Pick<FtpAccount, 'username' | 'owner'>, username: string): boolean =>
  row.username === username ||
  (row.owner === '' ? row.username.endsWith(`_${username}`) : row.username === `${row.owner}_${username}`)

type Account = ReportedRow<FtpAccount>

const endpoint = endpointsBelow('/ftp', 'ftp')

/** FTP accounts (API document, "FTP"). */
export const ftp = {
  idOf: ftpModel.idOf,
  endpoints: {
    list: endpoint('GET', '/', 'read'),
    get: endpoint('GET', '/:id', 'read'),
    remove: endpoint('DELETE', '/:id', 'remove'),
  },
  readList: (body) => readList(body, ['accounts'], readRow),
  readOne: (body) => readOne(body, ['account', 'ftp'], readRow),
  setters: {
    settings: {
      fields: ['quotaMb', 'readOnly'],
      endpoint: endpoint('PUT', '/:id', 'set'),
      values: ftpSettings,
      body: ({ quotaMb, readOnly }) => definedFields({ quota_mb: quotaMb, read_only: readOnly }),
    },
    // Some panels empty the list when other settings are set, so the list is set after them.
    allowedIps: {
      fields: ['allowedIps'],
      endpoint: endpoint('PUT', '/:id/ip-restrictions', 'set'),
      values: z.object({ allowedIps: z.array(z.string()) }),
      body: ({ allowedIps }) => ({ allowed_ips: allowedIps }),
    },
    password: {
      fields: ['password'],
      endpoint: endpoint('PUT', '/:id', 'set'),
      values: z.object({ password: ftpPassword }),
      body: ({ password }) => ({ password }),
      secret: 'password',
    },
    toggle: {
      fields: ['enabled'],
      endpoint: endpoint('POST', '/:id/toggle', 'flip'),
      values: z.object({ enabled: z.boolean() }),
      body: () => null,
    },
  },
  creation: {
    endpoint: endpoint('POST', '/', 'create'),
    draft: ftpDraft,
    body: ({ username, password, domain }) => ({ username, password, ...(domain ? { domain } : {}) }),
    secret: 'password',
    carries: ['username', 'domain'],
    defaults: { enabled: true, quotaMb: 0, readOnly: false, allowedIps: [] },
    identifies: ({ username }: Facts, row: Account) => (isNamed(row, String(username ?? '')) ? 'same' : 'no'),
    predictIds: ({ username }: Facts, owner) => [
      ...(owner === null ? [] : [`${owner}_${String(username)}`]),
      String(username),
    ],
    hasUniqueNames: true,
    createRetry: createAccountRetry,
  },
  // The password is lost with the account.
  undoOfRemoval: 'none',
  actions: accountActions,
  ownRead: ['allowedIps'],
  same: isSameValue,
  risksOf(before: Facts, after: Facts, protectedIps) {
    const [was, will] = [strings(before['allowedIps']), strings(after['allowedIps'])]
    return will === null ? { flags: [], lostProtectedIps: [] } : listFlags(was, will, protectedIps)
  },
  timesOf: ({ updatedAt, createdAt }) => [updatedAt ?? createdAt],
  learnFromList: (rows) =>
    rows.length === 0 ? {} : { listHasAllowedIps: rows.some(({ allowedIps }) => allowedIps !== null) },
} as const satisfies RowKind<Account>
