import { userInfo } from 'node:os'
import { join } from 'node:path'
import manifest from '../../package.json' with { type: 'json' }
import { systemClock } from '../core/clock.ts'
import { createFileSink } from '../core/log/file-sink.ts'
import type { Desktop, Ports } from '../core/ports.ts'
import { createOsKeychain } from '../core/vault/os-keychain.ts'
import { createWorkerFleet } from './worker-fleet.ts'

/** The login name for the activity log; a system without one for this user id says nothing worse than "someone". */
function loginName(): string {
  try {
    return userInfo().username
  } catch {
    return 'someone'
  }
}

/** What core needs from this machine: the same in both shells but for `desktop`. Log files go under `dataDir`. */
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
