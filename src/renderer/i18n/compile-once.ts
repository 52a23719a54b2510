import { compile, type MessageCompiler, type MessageFunction } from '@intlify/core-base'

/**
 * The library's own compiler, with what it made kept by sentence. The library keeps it too, but under a JSON text of
 * language, key and sentence that it builds anew for every cell of a table: a third of the time of a refresh.
 */
export function compileOnce(): MessageCompiler {
  const made = new Map<string, MessageFunction>()
  return (sentence, context) => {
    const known = typeof sentence === 'string' ? made.get(sentence) : undefined
    if (known !== undefined) return known
    const fresh = compile(sentence, context)
    if (typeof sentence === 'string') made.set(sentence, fresh)
    return fresh
  }
}
