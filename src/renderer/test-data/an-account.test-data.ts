import type { FtpAccount } from '../../shared/kinds/ftp.ts'

/** An account with default values, for tests. */
export function anAccount(patch: Partial<FtpAccount> = {}): FtpAccount {
  return {
    username: 'lotus_deploy',
    owner: 'lotus',
    homeDir: '/home/lotus',
    quotaMb: 0,
    readOnly: false,
    enabled: true,
    domain: null,
    allowedIps: [],
    createdAt: '2026-05-18T17:44:36+07:00',
    updatedAt: '2026-05-18T17:44:36+07:00',
    ...patch,
  }
}
