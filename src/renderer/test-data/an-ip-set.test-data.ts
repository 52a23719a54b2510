import type { IpSet } from '../../shared/model/ip-sets.ts'

/** An IP set for tests whose name is its id. */
export const anIpSet = (id: string, networks: readonly string[]): IpSet => ({
  id,
  name: id,
  note: '',
  text: networks.join('\n'),
  networks,
  createdAtMs: 0,
  updatedAtMs: 0,
})
