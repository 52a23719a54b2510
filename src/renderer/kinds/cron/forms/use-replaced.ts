import { useTimeoutFn } from '@vueuse/core'
import { onScopeDispose, readonly, shallowRef, watch, type Ref } from 'vue'
import { patternOf, replaced, type Replacement } from './command-edit.ts'

const limitMs = 1000
const typingDelayMs = 150

/**
 * Returns the commands after the replacement, in their order, or null while they are not known. `late` is true if a
 * regular expression took longer than `limitMs`; then they stay unknown.
 */
export function useReplaced(
  commands: () => readonly string[],
  replacement: () => Replacement,
): { readonly results: Readonly<Ref<readonly string[] | null>>; readonly late: Readonly<Ref<boolean>> } {
  const results = shallowRef<readonly string[] | null>(null)
  const late = shallowRef(false)
  let worker: Worker | null = null

  function stop(): void {
    typing.stop()
    limit.stop()
    worker?.terminate()
    worker = null
  }
  const limit = useTimeoutFn(
    () => {
      late.value = true
      stop()
    },
    limitMs,
    { immediate: false },
  )
  const typing = useTimeoutFn(replaceInWorker, typingDelayMs, { immediate: false })
  function replaceInWorker(texts: readonly string[], newReplacement: Replacement): void {
    worker = new Worker(new URL('./replace.worker.ts', import.meta.url), { type: 'module' })
    worker.onmessage = ({ data }: MessageEvent<readonly string[]>) => {
      results.value = data
      stop()
    }
    worker.postMessage({ commands: [...texts], replacement: { ...newReplacement } })
    limit.start()
  }

  watch(
    [commands, replacement],
    ([texts, newReplacement]) => {
      stop()
      late.value = false
      if (patternOf(newReplacement) === null) return void (results.value = null)
      // Plain text is fast enough to be replaced here.
      if (!newReplacement.regex) return void (results.value = texts.map((text) => replaced(text, newReplacement)))
      results.value = null
      typing.start(texts, newReplacement)
    },
    { immediate: true },
  )
  onScopeDispose(stop)
  return { results: readonly(results), late: readonly(late) }
}
