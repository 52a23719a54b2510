import type { StatusKind } from '../../fleet/server-status.ts'
import type { ServerRow } from '../../fleet/server-row.ts'
import type { AccountFigures, JobFigures } from './figures.ts'

/** One server with what is known of its rows now. */
export interface FleetMember {
  readonly row: ServerRow
  readonly accounts: AccountFigures
  /** Null while the jobs have not been checked yet. */
  readonly jobs: JobFigures | null
}

type ServerIssue = Exclude<StatusKind, 'ok' | 'throttled'>
type IssueId =
  ServerIssue | 'cert-expired' | 'cert-expiring' | 'jobs-failing' | 'jobs-missed' | 'accounts-open' | 'changes-unknown'

/** One line of the list of what needs attention. */
export interface Issue {
  readonly id: IssueId
  readonly tone: 'danger' | 'warn' | 'info'
  /** The number of servers, jobs, accounts or changes, depending on the line. */
  readonly count: number
  /** The servers that the line is about, none for changes. For jobs and accounts, the one with the most comes first. */
  readonly servers: readonly { readonly id: string; readonly name: string }[]
  /** The screen and the filter that show them. */
  readonly to: { readonly path: string; readonly query: Readonly<Record<string, string>> }
}

const dayMs = 86_400_000
/** How many days before its end a certificate is reported. */
export const certWarnDays = 30

/** Statuses from the most serious down. "Throttled" is left out, because it only means waiting and resolves itself. */
const statusLines: readonly (readonly [ServerIssue, Issue['tone']])[] = [
  ['certificate-changed', 'danger'],
  ['unreachable', 'danger'],
  ['token-rejected', 'danger'],
  ['address-refused', 'danger'],
  ['bad-reply', 'danger'],
  ['untrusted', 'warn'],
  ['scope-too-narrow', 'warn'],
  ['no-token', 'warn'],
  ['vault-locked', 'warn'],
]
const infoLines: typeof statusLines = [
  ['stale', 'info'],
  ['never-read', 'info'],
]

const nameOf = ({ row: { server } }: FleetMember) => ({ id: server.id, name: server.name })

function statusIssues(fleet: readonly FleetMember[], lines: typeof statusLines): readonly Issue[] {
  return lines.flatMap(([id, tone]) => {
    const found = fleet.filter(({ row }) => row.state.kind === id)
    return found.length === 0
      ? []
      : [{ id, tone, count: found.length, servers: found.map(nameOf), to: { path: '/servers', query: { status: id } } }]
  })
}

/** Makes a line that counts jobs or accounts over all servers that have any. */
function countIssues(
  fleet: readonly FleetMember[],
  line: Pick<Issue, 'id' | 'tone' | 'to'>,
  countOf: (member: FleetMember) => number,
): readonly Issue[] {
  const found = fleet.filter((member) => countOf(member) > 0).sort((a, b) => countOf(b) - countOf(a))
  const count = found.reduce((sum, member) => sum + countOf(member), 0)
  return count === 0 ? [] : [{ ...line, count, servers: found.map(nameOf) }]
}

/** Returns the days until a server's trusted certificate ends; null without a pin, because the end is unknown then. */
export function certDaysLeft({ row: { server } }: FleetMember, nowMs: number): number | null {
  return server.pin === null ? null : Math.floor((server.pin.validToMs - nowMs) / dayMs)
}

function certificateIssues(fleet: readonly FleetMember[], nowMs: number): readonly Issue[] {
  const daysLeftOf = (member: FleetMember) => certDaysLeft(member, nowMs) ?? Number.POSITIVE_INFINITY
  const issuesOf = (
    id: IssueId,
    tone: Issue['tone'],
    q: string,
    matches: (daysLeft: number) => boolean,
  ): readonly Issue[] => {
    const found = fleet.filter((member) => matches(daysLeftOf(member))).sort((a, b) => daysLeftOf(a) - daysLeftOf(b))
    return found.length === 0
      ? []
      : [
          {
            id,
            tone,
            count: found.length,
            servers: found.map(nameOf),
            to: { path: '/servers', query: { q } },
          },
        ]
  }
  return [
    ...issuesOf('cert-expired', 'danger', 'expires:0', (days) => days < 0),
    ...issuesOf(
      'cert-expiring',
      'warn',
      `expires:${certWarnDays} -expires:0`,
      (days) => days >= 0 && days < certWarnDays,
    ),
  ]
}

const unknownIssues = (count: number): readonly Issue[] =>
  count === 0
    ? []
    : [
        {
          id: 'changes-unknown',
          tone: 'warn',
          count,
          servers: [],
          to: { path: '/activity', query: { result: 'unknown' } },
        },
      ]

/**
 * Returns what needs attention in a fleet, the most serious first. `unknownChanges` counts changes whose outcome is not
 * known. Times are ms on this machine's clock.
 */
export function findIssues(fleet: readonly FleetMember[], nowMs: number, unknownChanges: number): readonly Issue[] {
  const issues = [
    ...statusIssues(fleet, statusLines),
    ...certificateIssues(fleet, nowMs),
    ...countIssues(
      fleet,
      { id: 'jobs-failing', tone: 'danger', to: { path: '/cron', query: { q: 'state:failing' } } },
      ({ jobs }) => jobs?.states.failing ?? 0,
    ),
    ...countIssues(
      fleet,
      { id: 'accounts-open', tone: 'danger', to: { path: '/ftp', query: { q: 'ip:any enabled:yes' } } },
      ({ accounts }) => accounts.unrestrictedEnabled,
    ),
    ...countIssues(
      fleet,
      { id: 'jobs-missed', tone: 'warn', to: { path: '/cron', query: { q: 'state:missed,late' } } },
      ({ jobs }) => (jobs === null ? 0 : jobs.states.missed + jobs.states.late),
    ),
    ...unknownIssues(unknownChanges),
    ...statusIssues(fleet, infoLines),
  ]
  const toneOrder = { danger: 0, warn: 1, info: 2 } as const
  return issues.sort((a, b) => toneOrder[a.tone] - toneOrder[b.tone])
}
