import { expect, onTestFinished, test } from 'vitest'
import { server, startMs } from '../storage/fixtures.ts'
import { tokenHash } from '../vault/token-hash.ts'
import { fillStorage, exported, idA, idB, openApp, mergeInto } from './fixtures.ts'

const newApp = () => openApp(onTestFinished)

test('a server that arrives with another address does not keep the token', () => {
  const [from, to] = [newApp(), newApp()]
  fillStorage(to)
  from.servers.put(server(idA, 0, { url: 'https://elsewhere.example.com/api/v1', updatedAtMs: startMs + 99 }))
  mergeInto(to, exported(from), 'add')
  expect(to.servers.get(idA)).toMatchObject({
    url: 'https://elsewhere.example.com/api/v1',
    hasToken: false,
    tokenMark: null,
  })
})

test('a token is recognised by its mark, whether it comes from an export or from a backup', () => {
  const [from, to] = [newApp(), newApp()]
  const url = 'https://elsewhere.example.com/api/v1'
  const theirs = { hash: tokenHash('token of elsewhere'), setAtMs: startMs + 3 }
  from.servers.put(server(idA, 0, { url, tokenMark: theirs, updatedAtMs: startMs + 99 }))
  from.servers.put(server(idB, 1, { tokenMark: null, updatedAtMs: startMs + 99 }))
  fillStorage(to)
  mergeInto(to, exported(from, { [idA]: 'token of elsewhere', [idB]: 'of an older Wisdeck' }), 'add')
  expect(to.servers.get(idA)).toMatchObject({ url, hasToken: true, tokenMark: theirs })
  expect(to.servers.get(idB)).toMatchObject({
    hasToken: true,
    tokenMark: { hash: tokenHash('of an older Wisdeck'), setAtMs: null },
  })

  // Restore a backup: first while the vault does not hold the token that the row is marked with, then while it does.
  const backup = newApp()
  fillStorage(backup)
  mergeInto(to, { ...exported(backup), storedTokens: new Set() }, 'replace')
  expect(to.servers.get(idA)).toMatchObject({ url: server(idA).url, hasToken: false, tokenMark: null })
  mergeInto(to, { ...exported(from), storedTokens: new Set([idA]) }, 'replace')
  expect(to.servers.get(idA)).toMatchObject({ url, hasToken: true, tokenMark: theirs })
})
