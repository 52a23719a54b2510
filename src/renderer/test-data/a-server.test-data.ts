import type { ServerProfile } from '../../shared/model/server.ts'

/** A server profile with default values, for tests. */
export function aServer(patch: Partial<ServerProfile> = {}): ServerProfile {
  return {
    id: 's0',
    position: 0,
    name: 'web-1',
    url: 'https://203.0.113.10:2083/api/v1',
    tags: [],
    folder: '',
    colour: 'none',
    environment: 'none',
    readOnly: false,
    notes: '',
    timeZone: null,
    allowHttp: false,
    hasToken: true,
    pin: null,
    demo: false,
    createdAtMs: 0,
    updatedAtMs: 0,
    ...patch,
  }
}
