import { registerHooks } from 'node:module'

/** Loaded with --import: whoever asks for Electron gets the stand-in. */
registerHooks({
  resolve(specifier, context, next) {
    if (specifier !== 'electron') return next(specifier, context)
    return { url: new URL('./stand-in.ts', import.meta.url).href, shortCircuit: true }
  },
})
