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
  let timer: ReturnType<typeof setTimeout> | null = null

  function stop(): void {
    if (timer !== null) clearTimeout(timer)
    worker?.terminate()
    worker = null
  }
  function replaceInWorker(texts: readonly string[], newReplacement: Replacement): void {
    worker = new Worker(new URL('./replace.worker.ts', import.meta.url), { type: 'module' })
    worker.onmessage = ({ data }: MessageEvent<readonly string[]>) => {
      results.value = data
      stop()
    }
    worker.postMessage({ commands: [...texts], replacement: { ...newReplacement } })
    timer = setTimeout(() => {
      late.value = true
      stop()
    }, limitMs)
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
      timer = setTimeout(() => replaceInWorker(texts, newReplacement), typingDelayMs)
    },
    { immediate: true },
  )
  onScopeDispose(stop)
  return { results: readonly(results), late: readonly(late) }
}
