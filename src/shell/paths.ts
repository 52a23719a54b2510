import { dirname, join } from 'node:path'

/**
 * Returns the paths of the other files that the build makes, seen from a shell's entry file: out/main/<shell>.js when
 * built, src/<shell>/index.ts when run from source. Both need the built page.
 */
export function pathsFrom(entryFile: string) {
  const here = dirname(entryFile)
  const out = entryFile.endsWith('.ts') ? join(here, '../../out') : join(here, '..')
  return {
    rendererDir: join(out, 'renderer'),
    preloadFile: join(out, 'preload/index.cjs'),
    /** The icons that the system shows outside the page. */
    iconsDir: join(out, '../build/icons'),
    /** The worker that runs the demo fleet in a thread. */
    fleetFile: entryFile.endsWith('.ts') ? join(here, '../demo/fleet-worker.ts') : join(here, 'fleet.js'),
  }
}
