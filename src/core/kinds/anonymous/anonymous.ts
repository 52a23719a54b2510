import { type AnonymousFtp, anonymousModel, anonymousPatch } from '../../../shared/kinds/anonymous.ts'
import { endpointsBelow } from '../../panel/endpoint.ts'
import { parseYesNo, unwrapped } from '../../panel/reply-fields.ts'
import type { RowKind } from '../kind.ts'
import { sameValue } from '../same-value.ts'
import { anonymousActions } from './actions.ts'
import { risksOf } from './risks.ts'

const endpoint = endpointsBelow('/ftp', 'ftp')

/** Reads the setting of the domain that was asked for: `enabled` if present. Other fields are kept as they came. */
function readOne(body: unknown, domain: string | null): AnonymousFtp | null {
  const found = unwrapped(body)
  if (!found || domain === null) return null
  const { enabled, domain: _domain, ...other } = found
  return { domain, enabled: parseYesNo(enabled), other }
}

/** Anonymous FTP of a domain (API document, "FTP"). The shape of its answer is not documented. */
export const anonymous = {
  idOf: anonymousModel.idOf,
  endpoints: { get: endpoint('GET', '/:id/anonymous', 'read') },
  readOne,
  setters: {
    enabled: {
      fields: ['enabled'],
      endpoint: endpoint('PUT', '/:id/anonymous', 'set'),
      values: anonymousPatch,
      body: ({ enabled }) => ({ enabled }),
    },
  },
  undoOfRemoval: 'none',
  ownRead: ['enabled'],
  same: sameValue,
  risksOf,
  actions: anonymousActions,
  timesOf: () => [],
} as const satisfies RowKind<AnonymousFtp>
