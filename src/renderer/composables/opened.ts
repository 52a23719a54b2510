import { useTimeoutFn } from '@vueuse/core'
import { onScopeDispose, type Ref, shallowRef, watch } from 'vue'
import { type RouteLocation, useRoute, useRouter } from 'vue-router'
import { kindNames } from '../../shared/kind-names.ts'
import type { ListedKind } from '../../shared/kinds/index.ts'
import type { Location } from '../../shared/model/location.ts'
import type { ScreenName } from '../../shared/screens.ts'
import { useMissing } from './missing.ts'

/** On the screen of a combined table it is a row. */
const keysOfKinds = Object.fromEntries(kindNames.map((kind) => [kind, 'row'])) as Readonly<Record<ListedKind, 'row'>>

/** The query parameter that names what is open on a screen: `#/servers?server=<id>`. */
const queryKeys = {
  servers: 'server',
  ...keysOfKinds,
  'ip-sets': 'set',
  runs: 'run',
} as const satisfies Partial<Record<ScreenName, keyof Location['query']>>
type OpenedScreen = keyof typeof queryKeys

/** Returns what is open on the screen now. */
const current = shallowRef<(() => string | null) | null>(null)

type Address = Pick<RouteLocation, 'name' | 'query'>
function openedIn({ name, query }: Address): string | null {
  const value = query[queryKeys[name as OpenedScreen]]
  return typeof value === 'string' && value !== '' ? value : null
}

/** Whether an address of this screen names what is already open. */
export const isOpened = (to: Address): boolean => openedIn(to) === (current.value?.() ?? null)

/**
 * The arrow keys open one row after the other. The address is updated this long after the last one, so that Back does
 * not lead through them all.
 */
const addressDelayMs = 300

/**
 * Keeps what is open on a screen in its address: Back and Forward lead through what was opened, and a reload opens it
 * again. `key` is the key of what is open; setting it opens something else. `find` says whether a key from an address
 * exists; null while that is not known. Call `open` for a choice of the user: Back returns from it.
 */
export function useOpened(screen: OpenedScreen, key: Ref<string | null>, find: (key: string) => boolean | null) {
  const route = useRoute()
  const router = useRouter()
  const tellMissing = useMissing()
  const keyInAddress = () => (route.name === screen ? openedIn(route) : undefined)
  let isChosen = false
  const { start: replaceSoon, stop: cancelReplace } = useTimeoutFn(() => writeAddress('replace'), addressDelayMs, {
    immediate: false,
  })

  function writeAddress(method: 'push' | 'replace'): void {
    cancelReplace()
    const wanted = keyInAddress()
    if (wanted === undefined || wanted === key.value) return
    const { view } = route.query
    const query = { ...(view && { view }), ...(key.value !== null && { [queryKeys[screen]]: key.value }) }
    void router[method]({ name: screen, query })
  }

  // A panel that outlives its screen is already open when the screen is shown again.
  if (key.value !== null && keyInAddress() === null) writeAddress('replace')
  /** The key from the address that is not open yet; null if nothing shall be open, undefined if nothing changes. */
  const pendingKey = shallowRef<string | null>()
  watch(
    keyInAddress,
    (wanted) => {
      cancelReplace()
      pendingKey.value = wanted === key.value ? undefined : wanted
    },
    { immediate: true },
  )
  watch(
    () => (pendingKey.value ? find(pendingKey.value) : pendingKey.value === null || undefined),
    (isThere) => {
      const wanted = pendingKey.value
      if (wanted === undefined || isThere === undefined || isThere === null) return
      pendingKey.value = undefined
      if (isThere) key.value = wanted
      else {
        tellMissing()
        writeAddress('replace')
      }
    },
    { immediate: true },
  )
  watch(key, (opened, openedBefore) => {
    const isStep = isChosen || opened === null || openedBefore === null
    isChosen = false
    if (isStep) writeAddress('push')
    else replaceSoon()
  })

  const read = () => key.value
  current.value = read
  onScopeDispose(() => {
    if (current.value === read) current.value = null
  })
  return {
    open(wanted: string): void {
      isChosen = key.value !== wanted
      key.value = wanted
    },
  }
}
