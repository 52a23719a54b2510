/**
 * Networks that appear on many panels, so that a change of one affects the whole fleet. Their addresses come from the
 * documentation networks (RFC 5737, RFC 3849).
 */
export const networks = {
  headOffice: '203.0.113.0/26',
  secondOffice: '198.51.100.16/28',
  vpn: '192.0.2.44',
  oldVpn: '192.0.2.45',
  headOfficeV6: '2001:db8:40::/48',
  partnerV6: '2001:db8:41:7::/64',
  buildHost: '203.0.113.200/32',
} as const

/** The allow lists from which each account gets one. Several are empty, because many accounts have no restriction. */
export const allowLists: readonly (readonly string[])[] = [
  [],
  [],
  [],
  [],
  [networks.headOffice],
  [networks.headOffice, networks.vpn],
  [networks.headOffice, networks.headOfficeV6],
  [networks.secondOffice],
  [networks.headOffice, networks.secondOffice, networks.oldVpn],
  [networks.buildHost],
  [networks.partnerV6],
]

export const accountRoles = [
  { name: 'deploy', quotaMb: 0, readOnly: false },
  { name: 'media', quotaMb: 20_480, readOnly: false },
  { name: 'backup', quotaMb: 102_400, readOnly: true },
  { name: 'design', quotaMb: 5120, readOnly: false },
  { name: 'partner-sync', quotaMb: 2048, readOnly: false },
  { name: 'photos', quotaMb: 10_240, readOnly: false },
  { name: 'invoices', quotaMb: 512, readOnly: true },
  { name: 'feed', quotaMb: 1024, readOnly: true },
  { name: 'ci', quotaMb: 0, readOnly: false },
  { name: 'scanner', quotaMb: 256, readOnly: false },
  { name: 'archive', quotaMb: 51_200, readOnly: true },
  { name: 'freelancer', quotaMb: 1024, readOnly: false },
] as const
