import { userInfo } from 'node:os'
import { join } from 'node:path'
import manifest from '../../package.json' with { type: 'json' }
import { systemClock } from '../core/clock.ts'
import { createFileSink } from '../core/log/file-sink.ts'
import type { Desktop, Ports } from '../core/ports.ts'
import { createOsKeychain } from '../core/vault/os-keychain.ts'
import { createWorkerFleet } from './worker-fleet.ts'

/** Returns the login name for the activity log, or "someone" if the system has no name for this user id. */
function loginName(): string {
  try {
    return userInfo().username
  } catch {
    return 'someone'
  }
}

/** Returns what core needs from this machine. Only `desktop` differs between the shells. Logs go under `dataDir`. */
export function createPorts(options: {
  readonly dataDir: string
  readonly fleetFile: string
  readonly desktop?: Desktop
}): Ports {
  const { dataDir, fleetFile, desktop } = options
  return {
    clock: systemClock(),
    keychain: createOsKeychain(),
    log: createFileSink({ dir: join(dataDir, 'logs') }),
    demoFleet: createWorkerFleet(fleetFile),
    actor: loginName(),
    version: manifest.version,
    ...(desktop ? { desktop } : {}),
  }
}
