import type { SeedOptions } from '../kind.ts'
import { accountRoles, allowLists } from './cast.ts'
import { accountOf, type FtpAccountState, passwordDigest } from './state.ts'

const dayMs = 86_400_000
const minuteMs = 60_000

/** Returns a name that is not taken: the role alone, then with a shop, then also with a number. */
function freeName(taken: Set<string>, role: string, shop: string): string {
  const candidates = [role, `${role}-${shop}`]
  let name = candidates.find((candidate) => !taken.has(candidate))
  for (let number = 2; name === undefined; number++) {
    const candidate = `${role}-${shop}-${number}`
    if (!taken.has(candidate)) name = candidate
  }
  taken.add(name)
  return name
}

/** Generates FTP accounts: most are enabled, and about a third has no IP restriction (see `allowLists`). */
export function seedAccounts({ random, agency, count, nowMs }: SeedOptions): readonly FtpAccountState[] {
  const taken = new Set<string>()
  // All accounts share one digest. Nobody logs in here, and a digest for each would be most of the work of starting a
  // fleet.
  const passwordSha256 = passwordDigest('stand-in')
  return Array.from({ length: count }, (_, index) => {
    const role = accountRoles[index % accountRoles.length] ?? accountRoles[0]
    const shop = random.pick(agency.shops)
    const createdAtMs = nowMs - random.int(20, 1200) * dayMs - random.int(0, 86_399) * 1000
    return accountOf(
      {
        username: `${agency.key}_${freeName(taken, role.name, shop)}`,
        owner: agency.key,
        passwordSha256,
        domain: random.chance(0.7) ? `${shop}.example` : null,
        quotaMb: random.chance(0.2) ? role.quotaMb * 2 : role.quotaMb,
        readOnly: role.readOnly,
        enabled: random.chance(0.86),
        allowedIps: random.pick(allowLists),
        createdAtMs,
        updatedAtMs: random.chance(0.5) ? createdAtMs : random.int(createdAtMs, nowMs - minuteMs),
      },
      nowMs,
    )
  })
}
