import { onScopeDispose, readonly, shallowRef, watch, type Ref } from 'vue'

const tickMs = 10_000
const now = shallowRef(Date.now())
let users = 0
let timer: ReturnType<typeof setInterval> | undefined

function start(): void {
  now.value = Date.now()
  timer ??= setInterval(() => {
    if (!document.hidden) now.value = Date.now()
  }, tickMs)
}

/** The time in ms, moved on every ten seconds by one clock for the whole page; it rests while the page is hidden. */
export function useNow(): Readonly<Ref<number>> {
  users += 1
  if (users === 1) start()
  onScopeDispose(() => {
    users -= 1
    if (users > 0) return
    clearInterval(timer)
    timer = undefined
  })
  return readonly(now)
}

/** Whole seconds until a moment, counted down once a second; null while there is none. */
export function useSeconds(untilMs: () => number | null): Readonly<Ref<number | null>> {
  const left = shallowRef<number | null>(null)
  let beat: ReturnType<typeof setInterval> | undefined
  const count = () => {
    const until = untilMs()
    left.value = until === null ? null : Math.max(0, Math.ceil((until - Date.now()) / 1000))
    if (until === null) {
      clearInterval(beat)
      beat = undefined
    } else {
      beat ??= setInterval(count, 1000)
    }
  }
  watch(untilMs, count, { immediate: true })
  onScopeDispose(() => clearInterval(beat))
  return left
}
