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
  /** Keys that are there; null while that is not known. */
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

it('opens what the address names, and closes what it names no more', async () => {
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

it('waits until it is known whether there is such a thing', async () => {
  const { key, known, open, settle } = await start('/ftp?row=a')
  known.value = null
  open('ftp')
  await settle()
  expect(key.value).toBe(null)
  known.value = ['a']
  await settle()
  expect(key.value).toBe('a')
})

it('says that there is none, and clears the address but for its view', async () => {
  const { key, open, settle, at } = await start('/ftp?view=v&row=gone')
  open('ftp')
  await settle()
  expect([key.value, reported, at()]).toEqual([null, ['missing'], '/ftp?view=v'])
})

it('says nothing of what goes away while it is open', async () => {
  const { key, known, open, settle, at } = await start('/ftp?row=a')
  open('ftp')
  known.value = []
  await settle()
  expect([key.value, reported, at()]).toEqual(['a', [], '/ftp?row=a'])
})

it('takes what was chosen and what was closed as steps that Back returns from', async () => {
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

it('follows the keyboard from row to row once it rests, in one step', async () => {
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

it('names what is open already when its screen comes back', async () => {
  const { key, open, settle, at } = await start('/ftp')
  key.value = 'a'
  open('ftp')
  await settle()
  expect([at(), key.value]).toEqual(['/ftp?row=a', 'a'])
})

it('tells an address of what is open from others, as long as the screen is there', async () => {
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
