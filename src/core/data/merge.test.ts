import { onTestFinished, expect, test } from 'vitest'
import { activity, server, startMs } from '../storage/fixtures.ts'
import type { Storage } from '../storage/types.ts'
import { fillStorage, exported, idA, idB, idC, openApp, mergeInto } from './fixtures.ts'
import { tokenHash } from '../vault/token-hash.ts'

const newApp = () => openApp(onTestFinished)
const given = (token: string, afterMs: number) => ({ hash: tokenHash(token), setAtMs: startMs + afterMs })
const subjects = (storage: Storage) => storage.record.list({ limit: 99 }).map(({ subject }) => subject)

test('an empty app becomes a copy of the other one, row by row', () => {
  const [from, to] = [newApp(), newApp()]
  fillStorage(from)
  const { effect, tokens } = mergeInto(to, exported(from, { [idA]: 'token-a' }), 'add')
  expect(effect).toEqual({
    servers: { added: 2, updated: 0, kept: 0, removed: 0 },
    tokens: 1,
    tokensReplaced: 0,
    notes: 1,
    views: 1,
    ipSets: 1,
    plans: 0,
    activity: 2,
    runs: 0,
    settings: true,
  })
  expect([...tokens]).toEqual([[idA, 'token-a']])
  const expected = from.contents.read()
  const got = to.contents.read()
  for (const table of ['facts', 'notes', 'entries', 'views', 'ip_sets', 'saved_plans', 'runs'] as const)
    expect(got[table], table).toEqual(expected[table])
  expect(to.servers.list()).toEqual(from.servers.list())
  expect(to.settings.get()).toEqual(from.settings.get())
  expect(to.viewsState.get()).toEqual(from.viewsState.get())
})

test('importing the same export again changes nothing', () => {
  const [from, to] = [newApp(), newApp()]
  fillStorage(from)
  const incoming = exported(from, { [idA]: 'token-a' })
  for (const mode of ['add', 'add', 'replace'] as const) mergeInto(to, incoming, mode)
  const before = to.contents.read()
  for (const mode of ['add', 'replace'] as const) {
    expect(mergeInto(to, incoming, mode).effect).toMatchObject({
      servers: { added: 0, updated: 0, kept: 2, removed: 0 },
      activity: 0,
      runs: 0,
      notes: mode === 'add' ? 0 : 1,
    })
    expect(to.contents.read()).toEqual(before)
  }
})

test('the profile that was edited last wins, and servers that were added here stay', () => {
  const [from, to] = [newApp(), newApp()]
  fillStorage(from, { name: 'Theirs', updatedAtMs: startMs + 5 })
  fillStorage(to, { name: 'Ours', updatedAtMs: startMs + 9 })
  to.notes.put(idA, 4, 'our note')
  to.settings.put({ ...to.settings.get(), theme: 'light', density: 'compact' })
  from.settings.put({ ...from.settings.get(), density: 'comfortable' })
  const { effect, tokens } = mergeInto(to, exported(from, { [idA]: 'older token', [idB]: 'missing token' }), 'add')
  expect(effect.servers).toEqual({ added: 0, updated: 0, kept: 2, removed: 0 })
  expect(to.servers.get(idA)?.name).toBe('Ours')
  expect([...tokens]).toEqual([[idB, 'missing token']])
  expect(to.servers.get(idB)?.hasToken).toBe(true)
  expect(to.notes.all()).toEqual({ [`${idA}/cron/4`]: 'our note' })
  expect(to.settings.get()).toMatchObject({ theme: 'light', density: 'comfortable' })

  from.servers.put({ ...server(idA), name: 'Later', updatedAtMs: startMs + 20 })
  mergeInto(to, exported(from, { [idA]: 'of unknown age' }), 'add')
  expect(to.servers.get(idA)?.name).toBe('Later')
})

test('the same panel under another id is one server, and everything that refers to it is adapted', () => {
  const [from, to] = [newApp(), newApp()]
  fillStorage(from)
  to.servers.put(
    server(idC, 0, { url: server(idA).url, tokenMark: given('token-a', 0), name: 'Ours', updatedAtMs: startMs + 1 }),
  )
  mergeInto(to, exported(from), 'add')
  expect(to.servers.list().map(({ id }) => id)).toEqual([idC, idB])
  expect(to.notes.all()).toEqual({ [`${idC}/cron/4`]: 'ask Kim' })
  expect(to.record.list({ limit: 9 }).map(({ serverId }) => serverId)).toEqual([idC, idC])
  expect(to.views.list()[0]?.query).toBe(`server:${idC}`)
})

test.each(['add', 'replace'] as const)(
  '%s: a token is replaced only by one that was set later, whoever has edited the profile since',
  (mode) => {
    const [from, to] = [newApp(), newApp()]
    to.servers.put(server(idA, 0, { tokenMark: given('rotated', 50), updatedAtMs: startMs + 50 }))
    from.servers.put(server(idA, 0, { tokenMark: given('dead', 0), tags: ['late'], updatedAtMs: startMs + 90 }))
    const { tokens, effect } = mergeInto(to, exported(from, { [idA]: 'dead' }), mode)
    expect([...tokens]).toEqual([])
    expect(effect).toMatchObject({ servers: { updated: 1 }, tokens: 0, tokensReplaced: 0 })
    expect(to.servers.get(idA)).toMatchObject({ tags: ['late'], hasToken: true, tokenMark: given('rotated', 50) })

    // The other way round: their profile is older, their token newer.
    from.servers.put(server(idA, 0, { tokenMark: given('rotated', 60), updatedAtMs: startMs + 60 }))
    const back = mergeInto(to, exported(from, { [idA]: 'rotated again' }), 'add')
    expect([...back.tokens]).toEqual([[idA, 'rotated again']])
    expect(back.effect).toMatchObject({ servers: { kept: 1 }, tokens: 1, tokensReplaced: 1 })
    expect(to.servers.get(idA)).toMatchObject({ tags: ['late'], tokenMark: given('rotated again', 60) })
  },
)

test('two owners of one panel are two servers; one owner under two ids is one server', () => {
  const url = server(idA).url
  const facts = (username: string) => ({
    username,
    role: null,
    version: null,
    utcOffsetMin: null,
    utcOffsetAtMs: null,
    listHasAllowedIps: null,
  })
  const pair = (alice: string | null, bob: string | null, tokens: readonly [string, string]) => {
    const [from, to] = [newApp(), newApp()]
    to.servers.put(server(idA, 0, { url, tokenMark: given(tokens[0], 0) }))
    from.servers.put(server(idB, 0, { url, tokenMark: given(tokens[1], 9), updatedAtMs: startMs + 9 }))
    if (alice) to.facts.put(idA, facts(alice))
    if (bob) from.facts.put(idB, facts(bob))
    const { effect, tokens: stored } = mergeInto(to, exported(from, { [idB]: tokens[1] }), 'add')
    return {
      ids: to.servers.list().map(({ id }) => id),
      stored: Object.fromEntries(stored),
      replaced: effect.tokensReplaced,
    }
  }
  const two = { ids: [idA, idB], stored: { [idB]: 'token-b' }, replaced: 0 }
  expect(pair('alice', 'bob', ['token-a', 'token-b'])).toEqual(two)
  expect(pair('alice', null, ['token-a', 'token-b'])).toEqual(two)
  expect(pair('alice', 'alice', ['token-a', 'token-b'])).toEqual({
    ids: [idA],
    stored: { [idA]: 'token-b' },
    replaced: 1,
  })
  expect(pair('alice', null, ['token-a', 'token-a'])).toEqual({ ids: [idA], stored: {}, replaced: 0 })
})

test('a server that is certainly the same is matched before one that may be the same', () => {
  const [from, to] = [newApp(), newApp()]
  const url = server(idA).url
  to.servers.put(server(idA, 0, { url, tokenMark: given('token-a', 0) }))
  from.servers.put(server(idB, 0, { url, hasToken: false }))
  from.servers.put(server(idC, 1, { url, tokenMark: given('token-a', 0) }))
  mergeInto(to, exported(from, { [idC]: 'token-a' }), 'add')
  expect(to.servers.list().map(({ id, hasToken }) => [id, hasToken])).toEqual([
    [idA, true],
    [idB, false],
  ])
})

test('replacing takes over the other app’s servers, keeps the records of both, and leaves parts alone that the export lacks', () => {
  const [from, to] = [newApp(), newApp()]
  fillStorage(from)
  to.servers.put(server(idC, 0))
  to.views.put({
    id: 'mine',
    position: 0,
    kind: 'cron',
    name: 'Mine',
    query: '',
    sort: [],
    createdAtMs: 1,
    updatedAtMs: 1,
  })
  to.record.append({ ...activity(idC, 'between'), atMs: startMs + 5 })
  const incoming = exported(from)
  const noViews = {
    ...incoming,
    parts: new Set(['servers', 'activity'] as const),
    tables: { ...incoming.tables, views: [], saved_plans: [], kept: [] },
  }
  expect(mergeInto(to, noViews, 'replace').effect.servers).toEqual({ added: 2, updated: 0, kept: 0, removed: 1 })
  expect(to.servers.list().map(({ id }) => id)).toEqual([idA, idB])
  expect(to.views.list().map(({ id }) => id)).toEqual(['mine'])
  expect(subjects(to)).toEqual(['second', 'between', 'first'])
})

test('replacing with an app whose settings were never changed resets all settings', () => {
  const [from, to] = [newApp(), newApp()]
  fillStorage(to)
  expect(from.contents.read().kept).toEqual([])
  expect(mergeInto(to, exported(from), 'replace').effect.settings).toBe(true)
  expect(to.settings.get()).toEqual(from.settings.get())
  expect(to.viewsState.get()).toEqual(from.viewsState.get())

  fillStorage(to)
  const before = to.contents.read().kept
  mergeInto(to, { ...exported(from), parts: new Set(['servers'] as const) }, 'replace')
  mergeInto(to, exported(from), 'add')
  expect(to.contents.read().kept).toEqual(before)
})

test('each record keeps its own order even if a clock was set back', () => {
  const [from, to] = [newApp(), newApp()]
  for (const [subject, atMs] of [
    ['a', 50],
    ['b', 10],
    ['c', 60],
  ] as const)
    from.record.append({ ...activity(null, subject), atMs })
  for (const [subject, atMs] of [
    ['x', 20],
    ['y', 55],
  ] as const)
    to.record.append({ ...activity(null, subject), atMs })
  mergeInto(to, exported(from), 'add')
  const order = subjects(to).toReversed()
  expect(order.filter((each) => 'abc'.includes(each))).toEqual(['a', 'b', 'c'])
  expect(order.filter((each) => 'xy'.includes(each))).toEqual(['x', 'y'])
  expect(to.record.append(activity(null, 'next')).id).toBe(6)
})

test('demo servers stay as they are', () => {
  const [from, to] = [newApp(), newApp()]
  from.servers.put(server(idA, 0, { demo: true }))
  to.servers.put(server(idB, 0, { demo: true }))
  mergeInto(to, exported(from), 'replace')
  expect(to.servers.list().map(({ id }) => id)).toEqual([idB])
})

test('last known rows stay with a server that stays', () => {
  const [from, to] = [newApp(), newApp()]
  fillStorage(from)
  fillStorage(to)
  to.snapshots.put({ serverId: idA, kind: 'ftp', readAtMs: 1, total: 0, rows: [] })
  to.snapshots.put({ serverId: idB, kind: 'ftp', readAtMs: 1, total: 0, rows: [] })
  from.servers.put(server(idA, 0, { url: 'https://moved.example.com/api/v1', updatedAtMs: startMs + 99 }))
  mergeInto(to, exported(from), 'replace')
  expect(to.snapshots.heads().map(({ serverId }) => serverId)).toEqual([idB])
})

const ipSet = (id: string, name: string, text: string) => ({ id, name, note: '', text, createdAtMs: 1, updatedAtMs: 1 })
const namesOf = (storage: Storage) => storage.ipSets.list().map(({ name, text }) => [name, text])

test('two IP sets with one name both stay, the imported one with a number, and equal sets are kept once', () => {
  const [from, to] = [newApp(), newApp()]
  for (const set of [
    ipSet('a', 'OFFICE', '198.51.100.1'),
    ipSet('b', 'VPN', '10.8.0.0/24'),
    ipSet('c', 'Same', '203.0.113.9'),
    ipSet('x', 'Edited there', '192.0.2.1'),
  ])
    from.ipSets.put(set)
  for (const set of [
    ipSet('m', 'Office', '203.0.113.7'),
    ipSet('n', 'Office (2)', '203.0.113.8'),
    ipSet('s', 'same', '203.0.113.9'),
    ipSet('x', 'Here', '192.0.2.2'),
  ])
    to.ipSets.put(set)
  expect(mergeInto(to, exported(from), 'add').effect.ipSets).toBe(2)
  expect(namesOf(to)).toEqual([
    ['Office', '203.0.113.7'],
    ['Office (2)', '203.0.113.8'],
    ['same', '203.0.113.9'],
    ['Here', '192.0.2.2'],
    ['OFFICE (3)', '198.51.100.1'],
    ['VPN', '10.8.0.0/24'],
  ])
  expect(mergeInto(to, exported(from), 'replace').effect.ipSets).toBe(4)
  expect(namesOf(to)).toEqual(namesOf(from))
})

test('an export that is older than IP sets removes none', () => {
  const [from, to] = [newApp(), newApp()]
  to.ipSets.put(ipSet('m', 'Office', '203.0.113.7'))
  const parts = new Set(['servers', 'settings', 'views'] as const)
  mergeInto(to, { ...exported(from), parts }, 'replace')
  expect(namesOf(to)).toEqual([['Office', '203.0.113.7']])
})

test('an unreadable row does not block an import, and a backup that has the row restores it', () => {
  const [whole, from, to] = [newApp(), newApp(), newApp()]
  fillStorage(whole)
  fillStorage(to)
  const before = to.contents.read()
  const broken = before.servers.map((row) =>
    row['id'] === idA ? { ...row, profile: String(row['profile']).slice(0, 40) } : row,
  )
  to.contents.replace({ before: { ...before, servers: [] }, after: { ...before, servers: broken } })
  expect(to.servers.list().map(({ id }) => id)).toEqual([idB])
  from.servers.put(server(idC, 0))
  expect(mergeInto(to, exported(from), 'add').effect.servers).toMatchObject({ added: 1, kept: 0 })
  expect(to.servers.list().map(({ id }) => id)).toEqual([idB, idC])
  expect(to.contents.read().servers).toHaveLength(3)
  mergeInto(to, exported(whole), 'replace')
  expect(to.servers.list().map(({ id }) => id)).toEqual([idA, idB])
})
