import { eachKind } from '../test-data/each-kind.test-data.ts'
import { expect, it } from 'vitest'
import type { KindStatus } from '../../shared/model/inventory.ts'
import type { VaultStatus } from '../../shared/model/vault.ts'
import {
  bannerTrouble,
  preselectedKind,
  joinPath,
  isDenied,
  osOf,
  passphraseProblem,
  setsFileAside,
  tokenMove,
  vaultTrouble,
} from './vault-state.ts'

const open: VaultStatus = {
  kind: 'keychain',
  locked: false,
  keychainAvailable: true,
  passphraseFileExists: false,
  tokens: 3,
}
const sealed: VaultStatus = { ...open, kind: 'passphrase', locked: true, passphraseFileExists: true }
const undecided: VaultStatus = { ...open, kind: 'undecided', keychainAvailable: false, tokens: 0 }
const idle = { readAtMs: null, triedAtMs: null, count: 0, error: null }

it('tells each problem apart, and all of them from an open vault', () => {
  expect(vaultTrouble(null)).toBeNull()
  expect(vaultTrouble(open)).toBeNull()
  expect(vaultTrouble(open, true)).toBe('keychain-denied')
  expect(vaultTrouble({ ...open, locked: true })).toBe('keychain-locked')
  expect(vaultTrouble({ ...open, keychainAvailable: false })).toBe('keychain-unavailable')
  expect(vaultTrouble(undecided)).toBe('undecided')
  expect(vaultTrouble(sealed)).toBe('passphrase-locked')
  expect(vaultTrouble({ ...sealed, passphraseFileExists: false })).toBe('passphrase-gone')
  expect(vaultTrouble({ ...sealed, locked: false })).toBeNull()
  expect(vaultTrouble({ ...open, kind: 'session', keychainAvailable: false })).toBeNull()
})

it('learns that the keychain refuses from the servers that could not be read', () => {
  expect(isDenied([{ kinds: eachKind<KindStatus>(idle) }])).toBe(false)
  expect(
    isDenied([
      { kinds: eachKind<KindStatus>(idle, { cron: { ...idle, error: { code: 'vault.denied', message: '' } } }) },
    ]),
  ).toBe(true)
})

it('shows no banner while no token is missing or nothing has been chosen', () => {
  expect(bannerTrouble('keychain-locked', 2)).toBe('keychain-locked')
  expect(bannerTrouble('keychain-locked', 0)).toBeNull()
  expect(bannerTrouble('undecided', 0)).toBeNull()
})

it('says what happens to the tokens', () => {
  expect(tokenMove(open, null, 'passphrase')).toBe('along')
  expect(tokenMove(open, null, 'session')).toBe('intoMemory')
  expect(tokenMove(open, null, 'keychain')).toBe('none')
  expect(tokenMove({ ...open, tokens: 0 }, null, 'session')).toBe('none')
  expect(tokenMove(sealed, 'passphrase-locked', 'keychain')).toBe('stays')
  expect(tokenMove(sealed, 'passphrase-locked', 'passphrase')).toBe('stays')
  expect(tokenMove({ ...open, locked: true }, 'keychain-locked', 'keychain')).toBe('none')
})

it('sets an older sealed file aside unless it is the open one', () => {
  expect(setsFileAside(sealed, 'passphrase')).toBe(true)
  expect(setsFileAside({ ...sealed, locked: false }, 'passphrase')).toBe(false)
  expect(setsFileAside({ ...open, passphraseFileExists: true }, 'passphrase')).toBe(true)
  expect(setsFileAside(sealed, 'session')).toBe(false)
})

it('selects the store in use, otherwise the best one that works', () => {
  expect(preselectedKind(open, null)).toBe('keychain')
  expect(preselectedKind(undecided, 'undecided')).toBe('passphrase')
  expect(preselectedKind({ ...undecided, keychainAvailable: true }, 'undecided')).toBe('keychain')
  expect(preselectedKind({ ...open, keychainAvailable: false }, 'keychain-unavailable')).toBe('passphrase')
})

it('asks for eight characters before it compares', () => {
  expect(passphraseProblem('1234567', '1234567')).toBe('tooShort')
  expect(passphraseProblem('12345678', '12345679')).toBe('differs')
  expect(passphraseProblem('12345678', '12345678')).toBeNull()
})

it('recognises the system and how it writes paths', () => {
  expect(osOf('Mozilla/5.0 (X11; Linux x86_64) Chrome/140')).toBe('linux')
  expect(osOf('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)')).toBe('mac')
  expect(osOf('Mozilla/5.0 (Windows NT 10.0; Win64; x64)')).toBe('windows')
  expect(joinPath('/home/a/wisdeck', 'vault.json')).toBe('/home/a/wisdeck/vault.json')
  expect(joinPath('C:\\Users\\a', 'vault.json')).toBe('C:\\Users\\a\\vault.json')
})
