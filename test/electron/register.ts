import { registerHooks } from 'node:module'

/** Loaded with --import: whoever asks for Electron gets the stand-in under its guard. */
registerHooks({
  resolve(specifier, context, next) {
    if (specifier !== 'electron') return next(specifier, context)
    return { url: new URL('./electron.ts', import.meta.url).href, shortCircuit: true }
  },
})
