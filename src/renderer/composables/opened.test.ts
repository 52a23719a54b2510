import { createApp, effectScope, nextTick, shallowRef } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { expect, it, vi } from 'vitest'
import { isOpened, useOpened } from './opened.ts'

const reported = vi.hoisted((): string[] => [])
vi.mock('./missing.ts', () => ({ useMissing: () => () => void reported.push('missing') }))

const Screen = { render: () => null }

async function start(address: string) {
  reported.splice(0)
  const router = createRouter({
    history: createMemoryHistory(),
    routes: ['ftp', 'cron'].map((name) => ({ path: `/${name}`, name, component: Screen })),
  })
  await router.push(address)
  const app = createApp(Screen).use(router)
  const key = shallowRef<string | null>(null)
  /** The keys that exist; null while they are not known. */
  const known = shallowRef<readonly string[] | null>(['a', 'b', 'c'])
  const scope = effectScope()
  const find = (wanted: string) => known.value?.includes(wanted) ?? null
  const open = (screen: 'ftp' | 'cron') =>
    scope.run(() => app.runWithContext(() => useOpened(screen, key, find))) as ReturnType<typeof useOpened>
  const settle = async () => {
    await nextTick()
    await new Promise((resolve) => setTimeout(resolve))
  }
  return { router, key, known, scope, open, settle, at: () => router.currentRoute.value.fullPath }
}

it('opens what the address names, and closes what the address no longer names', async () => {
  const { router, key, open, settle } = await start('/ftp?row=a')
  open('ftp')
  expect(key.value).toBe('a')
  await router.push('/ftp?row=b')
  await settle()
  expect(key.value).toBe('b')
  await router.push('/ftp')
  await settle()
  expect([key.value, reported]).toEqual([null, []])
})

it('waits until it is known whether the item exists', async () => {
  const { key, known, open, settle } = await start('/ftp?row=a')
  known.value = null
  open('ftp')
  await settle()
  expect(key.value).toBe(null)
  known.value = ['a']
  await settle()
  expect(key.value).toBe('a')
})

it('says that the item does not exist, and clears the address except for the view', async () => {
  const { key, open, settle, at } = await start('/ftp?view=v&row=gone')
  open('ftp')
  await settle()
  expect([key.value, reported, at()]).toEqual([null, ['missing'], '/ftp?view=v'])
})

it('says nothing of an item that disappears while it is open', async () => {
  const { key, known, open, settle, at } = await start('/ftp?row=a')
  open('ftp')
  known.value = []
  await settle()
  expect([key.value, reported, at()]).toEqual(['a', [], '/ftp?row=a'])
})

it('adds opened and closed items to the history, so that Back returns to them', async () => {
  const { router, key, open, settle, at } = await start('/ftp')
  const opened = open('ftp')
  for (const wanted of ['a', 'b']) {
    opened.open(wanted)
    await settle()
  }
  key.value = null
  await settle()
  expect(at()).toBe('/ftp')
  for (const before of ['b', 'a', null]) {
    router.back()
    await settle()
    expect(key.value).toBe(before)
  }
})

it('follows the keyboard from row to row once it pauses, as one step of the history', async () => {
  const { router, key, open, settle, at } = await start('/ftp')
  const opened = open('ftp')
  opened.open('a')
  await settle()
  for (const next of ['b', 'c']) {
    key.value = next
    await settle()
    expect(at()).toBe('/ftp?row=a')
  }
  await vi.waitFor(() => expect(at()).toBe('/ftp?row=c'))
  router.back()
  await settle()
  expect([at(), key.value]).toEqual(['/ftp', null])
})

it('puts the open item into the address when its screen opens again', async () => {
  const { key, open, settle, at } = await start('/ftp')
  key.value = 'a'
  open('ftp')
  await settle()
  expect([at(), key.value]).toEqual(['/ftp?row=a', 'a'])
})

it('tells the address of the open item from others while the screen is shown', async () => {
  const { router, key, scope, open, settle, at } = await start('/ftp?row=a')
  open('ftp')
  expect(['/ftp?row=a', '/ftp?q=x&row=a', '/ftp?row=b', '/ftp'].map((to) => isOpened(router.resolve(to)))).toEqual([
    true,
    true,
    false,
    false,
  ])
  await router.push('/cron')
  await settle()
  expect(key.value).toBe('a')
  scope.stop()
  key.value = 'b'
  await settle()
  expect([isOpened(router.resolve('/cron')), at()]).toEqual([true, '/cron'])
})
