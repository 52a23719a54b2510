import { onScopeDispose, readonly, shallowRef, type Ref } from 'vue'

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
