import { describe, expect, it } from 'vitest'
import { readFtpStatus, readUser, readVersion } from './replies.ts'

describe('other replies', () => {
  it('reads the FTP service’s status', () => {
    expect(readFtpStatus({ installed: true, running: false, total_accounts: 3 })).toEqual({
      installed: true,
      running: false,
      totalAccounts: 3,
    })
    expect(readFtpStatus({ data: { running: true } })).toEqual({ installed: true, running: true, totalAccounts: 0 })
    expect(readFtpStatus([])).toBeNull()
  })

  it('reads owner and version', () => {
    expect(readUser({ username: 'admin', role: 'admin', email: 'x' })).toEqual({ username: 'admin', role: 'admin' })
    expect(readUser({ success: true, data: { user: { username: 'admin' } } })).toEqual({
      username: 'admin',
      role: null,
    })
    expect(readVersion({ version: '1.8.2' })).toEqual({ version: '1.8.2' })
    expect(readVersion({ data: { version: 2 } })).toEqual({ version: '2' })
    expect([readVersion({}), readVersion('1.8')]).toEqual([{ version: null }, null])
  })
})
