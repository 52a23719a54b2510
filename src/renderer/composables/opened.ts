import { onScopeDispose, type Ref, shallowRef, watch } from 'vue'
import { type RouteLocation, useRoute, useRouter } from 'vue-router'
import type { Location } from '../../shared/model/location.ts'
import type { ScreenName } from '../../shared/screens.ts'
import { useMissing } from './missing.ts'

/** The name that the address of a screen has for what is open on it: `#/servers?server=<id>`. */
const names = {
  servers: 'server',
  ftp: 'row',
  cron: 'row',
  'ip-sets': 'set',
  runs: 'run',
} as const satisfies Partial<Record<ScreenName, keyof Location['query']>>
export type OpenedScreen = keyof typeof names

/** What is open on the screen now. */
const current = shallowRef<(() => string | null) | null>(null)

type Address = Pick<RouteLocation, 'name' | 'query'>
function openedIn({ name, query }: Address): string | null {
  const value = query[names[name as OpenedScreen]]
  return typeof value === 'string' && value !== '' ? value : null
}

/** Whether an address of this screen shows open what is open already. */
export const isOpened = (to: Address): boolean => openedIn(to) === (current.value?.() ?? null)

/** The arrow keys open row after row: the address follows once they rest, and Back does not lead through them all. */
const restMs = 300

/**
 * Keeps what is open on a screen in its address: Back and Forward lead through what was opened, and a reload comes back
 * to it. `key` names what is open, and opens it when it is set. `find` says whether a key from an address is there;
 * null while that is not known. Call `open` for what the user chose: it is a step that Back returns from.
 */
export function useOpened(screen: OpenedScreen, key: Ref<string | null>, find: (key: string) => boolean | null) {
  const route = useRoute()
  const router = useRouter()
  const tellMissing = useMissing()
  const asked = () => (route.name === screen ? openedIn(route) : undefined)
  let isChosen = false
  let timer: ReturnType<typeof setTimeout> | undefined

  function writeAddress(how: 'push' | 'replace'): void {
    clearTimeout(timer)
    const wanted = asked()
    if (wanted === undefined || wanted === key.value) return
    const { view } = route.query
    const query = { ...(view && { view }), ...(key.value !== null && { [names[screen]]: key.value }) }
    void router[how]({ name: screen, query })
  }

  // A panel that outlives its screen is open already when the screen comes back.
  if (key.value !== null && asked() === null) writeAddress('replace')
  /** What the address asks for and is not open yet: null to have nothing open, undefined where that is so already. */
  const awaited = shallowRef<string | null>()
  watch(
    asked,
    (wanted) => {
      clearTimeout(timer)
      awaited.value = wanted === key.value ? undefined : wanted
    },
    { immediate: true },
  )
  watch(
    () => (awaited.value ? find(awaited.value) : awaited.value === null || undefined),
    (isThere) => {
      const wanted = awaited.value
      if (wanted === undefined || isThere === undefined || isThere === null) return
      awaited.value = undefined
      if (isThere) key.value = wanted
      else {
        tellMissing()
        writeAddress('replace')
      }
    },
    { immediate: true },
  )
  watch(key, (now, before) => {
    const isStep = isChosen || now === null || before === null
    isChosen = false
    clearTimeout(timer)
    if (isStep) writeAddress('push')
    else timer = setTimeout(() => writeAddress('replace'), restMs)
  })

  const read = () => key.value
  current.value = read
  onScopeDispose(() => {
    clearTimeout(timer)
    if (current.value === read) current.value = null
  })
  return {
    open(wanted: string): void {
      isChosen = key.value !== wanted
      key.value = wanted
    },
  }
}
