import type { IpSet } from '../../shared/model/ip-sets.ts'

/** A set for tests, called like its id. */
export const anIpSet = (id: string, networks: readonly string[]): IpSet => ({
  id,
  name: id,
  note: '',
  text: networks.join('\n'),
  networks,
  createdAtMs: 0,
  updatedAtMs: 0,
})
