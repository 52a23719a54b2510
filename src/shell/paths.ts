import { dirname, join } from 'node:path'

/** The paths of the other files that the build makes. */
export interface AppPaths {
  readonly rendererDir: string
  readonly preloadFile: string
  /** The worker that runs the demo fleet in a thread. */
  readonly fleetFile: string
  /** The icons that the system shows outside the page. */
  readonly iconsDir: string
}

/**
 * Returns the paths seen from a shell's entry file: out/main/<shell>.js when built, src/<shell>/index.ts when run from
 * source. Both need the built page.
 */
export function pathsFrom(entryFile: string): AppPaths {
  const here = dirname(entryFile)
  const out = entryFile.endsWith('.ts') ? join(here, '../../out') : join(here, '..')
  return {
    rendererDir: join(out, 'renderer'),
    preloadFile: join(out, 'preload/index.cjs'),
    iconsDir: join(out, '../build/icons'),
    fleetFile: entryFile.endsWith('.ts') ? join(here, '../demo/fleet-worker.ts') : join(here, 'fleet.js'),
  }
}
