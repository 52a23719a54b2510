import { eachKind } from '../../test-data/each-kind.test-data.ts'
import { describe, expect, it } from 'vitest'
import type { Health } from '../../../shared/model/inventory.ts'
import type { ServerProfile } from '../../../shared/model/server.ts'
import { aServer } from '../../test-data/a-server.test-data.ts'
import { serverState } from '../../fleet/server-status.ts'
import { type FleetMember, findIssues } from './attention.ts'
import { sortByTrouble } from './cards.ts'

const nowMs = Date.UTC(2026, 4, 18)
const dayMs = 86_400_000
const pin = (validToMs: number): ServerProfile['pin'] => ({
  fingerprint256: '',
  keyFingerprint256: '',
  subject: '',
  issuer: '',
  validFromMs: 0,
  validToMs,
  selfSigned: true,
  trustedAtMs: 0,
})

interface Given {
  readonly health?: Health
  readonly readAtMs?: number
  readonly failing?: number
  readonly missed?: number
  readonly late?: number
  readonly open?: number
  readonly server?: Partial<ServerProfile>
}
let count = 0
function member({
  health = 'ok',
  readAtMs = nowMs,
  failing = 0,
  missed = 0,
  late = 0,
  open = 0,
  server = {},
}: Given = {}): FleetMember {
  count += 1
  const profile = aServer({ id: `s${count}`, name: `web-${count}`, ...server })
  const kind = { readAtMs, triedAtMs: readAtMs, count: 0, error: null }
  const status = {
    serverId: profile.id,
    health,
    refreshing: false,
    kinds: eachKind(kind),
    panel: null,
    utcOffsetMin: null,
    clockAheadMs: null,
    listHasAllowedIps: null,
  }
  return {
    row: {
      server: profile,
      status,
      state: serverState(profile, status, { nowMs, staleAfterMin: 60 }),
      budget: undefined,
      host: '',
    },
    accounts: { total: 9, unrestricted: open, unrestrictedEnabled: open, restricted: 9 - open, unknown: 0 },
    jobs: { total: 9, states: { failing, missed, late, 'never-ran': 0, ok: 0, disabled: 0 } },
  }
}
const ids = (fleet: readonly FleetMember[]) => findIssues(fleet, nowMs, 0).map(({ id }) => id)

describe('what needs attention', () => {
  it('is empty for a fleet without problems', () => {
    expect(findIssues([], nowMs, 0)).toEqual([])
    expect(ids([member(), member({ health: 'throttled' })])).toEqual([])
  })
  it('lists the most severe first', () => {
    const fleet = [
      member({ readAtMs: nowMs - 2 * 3_600_000 }),
      member({ late: 1, missed: 2 }),
      member({ failing: 3 }),
      member({ open: 4 }),
      member({ health: 'scope-too-narrow' }),
      member({ health: 'unreachable' }),
      member({ health: 'certificate-changed' }),
      member({ health: 'token-rejected' }),
    ]
    expect(ids(fleet)).toEqual([
      'certificate-changed',
      'unreachable',
      'token-rejected',
      'jobs-failing',
      'accounts-open',
      'scope-too-narrow',
      'jobs-missed',
      'stale',
    ])
  })
  it('counts servers by status and links to the list of them', () => {
    const fleet = [
      member({ health: 'unreachable', server: { name: 'a' } }),
      member({ health: 'unreachable', server: { name: 'b' } }),
    ]
    expect(findIssues(fleet, nowMs, 0)).toMatchObject([
      { count: 2, servers: [{ name: 'a' }, { name: 'b' }], to: { path: '/servers', query: { status: 'unreachable' } } },
    ])
  })
  it('counts jobs and accounts, and names the servers with most of them first', () => {
    const fleet = [member({ failing: 1, server: { name: 'few' } }), member({ failing: 5, server: { name: 'many' } })]
    expect(findIssues(fleet, nowMs, 0)).toMatchObject([
      {
        id: 'jobs-failing',
        count: 6,
        servers: [{ name: 'many' }, { name: 'few' }],
        to: { path: '/cron', query: { q: 'state:failing' } },
      },
    ])
  })
  it('reports certificates a month before they expire, the next one first, and only known ones', () => {
    const ends = (name: string, days: number) => member({ server: { name, pin: pin(nowMs + days * dayMs) } })
    const issues = findIssues(
      [ends('later', 29), ends('sooner', 2), ends('far', 31), ends('over', -1), member()],
      nowMs,
      0,
    )
    expect(issues.map(({ id, servers }) => [id, servers.map(({ name }) => name)])).toEqual([
      ['cert-expired', ['over']],
      ['cert-expiring', ['sooner', 'later']],
    ])
  })
  it('counts changes of unknown outcome, and leads to them in the record', () => {
    expect(findIssues([], nowMs, 3)).toMatchObject([
      { id: 'changes-unknown', tone: 'warn', count: 3, to: { path: '/activity', query: { result: 'unknown' } } },
    ])
  })
})

describe('cards', () => {
  it('are sorted by problem: status, failing, missed, no restriction; equal ones keep the user’s order', () => {
    const names = ['well-1', 'well-2', 'open', 'missed', 'failing', 'gone'] as const
    const given: Record<(typeof names)[number], Given> = {
      'well-1': {},
      'well-2': {},
      open: { open: 2 },
      missed: { missed: 1 },
      failing: { failing: 1 },
      gone: { health: 'unreachable' },
    }
    const fleet = names.map((name) => member({ ...given[name], server: { name } }))
    expect(sortByTrouble(fleet).map(({ row }) => row.server.name)).toEqual([
      'gone',
      'failing',
      'missed',
      'open',
      'well-1',
      'well-2',
    ])
  })
})
