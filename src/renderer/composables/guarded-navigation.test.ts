import { nextTick, shallowRef } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { expect, it } from 'vitest'
import { createGuardedNavigation } from './guarded-navigation.ts'
import type { UnsavedKind } from './unsaved-guard.ts'

const Screen = { render: () => null }

async function start() {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: ['ftp', 'cron', 'servers'].map((name) => ({ path: `/${name}`, name, component: Screen })),
  })
  await router.push('/ftp')
  const unsaved = shallowRef<UnsavedKind | null>(null)
  const reported: string[] = []
  const state = { leave: async (): Promise<unknown> => undefined, opened: null as string | null }
  const navigation = createGuardedNavigation({
    router,
    unsaved,
    isOpened: ({ query }) => (query['row'] ?? null) === state.opened,
    reportWaiting: (to) => reported.push(`waits ${router.resolve(to).fullPath}`),
    reportDraft: (to, leave) => {
      reported.push(`draft ${router.resolve(to).fullPath}`)
      state.leave = leave
    },
    dismissReport: () => reported.push('dismissed'),
  })
  const settle = async () => {
    await nextTick()
    await new Promise((resolve) => setTimeout(resolve))
  }
  const at = () => router.currentRoute.value.fullPath
  return { router, unsaved, reported, state, navigation, settle, at }
}

it('navigates at once if nothing is unsaved', async () => {
  const { navigation, settle, at, reported } = await start()
  navigation.go({ name: 'servers', query: { server: 'a' } })
  await settle()
  expect([at(), reported]).toEqual(['/servers?server=a', []])
})

it('waits for a dialog to close and then opens the last requested location', async () => {
  const { router, unsaved, navigation, settle, at, reported } = await start()
  unsaved.value = 'dialog'
  navigation.go({ name: 'servers', query: {} })
  await router.push('/cron')
  await settle()
  expect([at(), reported]).toEqual(['/ftp', ['waits /servers', 'waits /cron']])
  unsaved.value = null
  await settle()
  expect([at(), reported.at(-1)]).toEqual(['/cron', 'dismissed'])
  unsaved.value = 'dialog'
  await nextTick()
  unsaved.value = null
  await settle()
  expect(at()).toBe('/cron')
})

it('makes a location from outside wait on the same screen too, and lets the screen clear its own address', async () => {
  const { router, unsaved, navigation, settle, at } = await start()
  await router.push('/servers?do=add')
  unsaved.value = 'dialog'
  await router.replace('/servers')
  expect(at()).toBe('/servers')
  navigation.go({ name: 'servers', query: { do: 'import' } })
  await settle()
  expect(at()).toBe('/servers')
  unsaved.value = null
  await settle()
  expect(at()).toBe('/servers?do=import')
})

it('keeps an open row with a draft, and lets the screen itself open another row', async () => {
  const { router, unsaved, state, settle, at, reported } = await start()
  await router.push('/ftp?row=a')
  state.opened = 'a'
  unsaved.value = 'draft'
  router.back()
  await settle()
  await router.push('/ftp?row=b')
  expect([at(), reported]).toEqual(['/ftp?row=a', ['draft /ftp', 'draft /ftp?row=b']])
  state.opened = 'b'
  await router.replace('/ftp?row=b')
  expect(at()).toBe('/ftp?row=b')
})

it('does not go back while a dialog is open', async () => {
  const { router, unsaved, settle, at } = await start()
  await router.push('/cron')
  unsaved.value = 'dialog'
  router.back()
  await settle()
  expect(at()).toBe('/cron')
})

it('leaves a draft only if the user chooses to, also a draft behind a dialog', async () => {
  const { router, unsaved, state, settle, at, reported } = await start()
  unsaved.value = 'dialog'
  await router.push('/cron')
  unsaved.value = 'draft'
  await settle()
  expect([at(), reported]).toEqual(['/ftp', ['waits /cron', 'dismissed', 'draft /cron']])
  // The draft is saved: the user stays on the screen while at work.
  unsaved.value = null
  await settle()
  expect(at()).toBe('/ftp')
  unsaved.value = 'draft'
  await router.push('/servers')
  expect(at()).toBe('/ftp')
  await state.leave()
  expect(at()).toBe('/servers')
})

it('guards nothing after it was stopped', async () => {
  const { router, unsaved, navigation, at } = await start()
  unsaved.value = 'dialog'
  navigation.stop()
  await router.push('/cron')
  expect(at()).toBe('/cron')
})
