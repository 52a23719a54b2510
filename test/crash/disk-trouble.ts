import { execFileSync } from 'node:child_process'
import { rm, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { holdFile } from '../data/file-holder.ts'

/** `fills`: the disk of the data folder fills up. `held`: another program holds the data file. */
export type Trouble = 'fine' | 'fills' | 'held'

/** Trouble with the data folder that comes once and passes. */
export interface DiskTrouble {
  /** Starts the trouble, which passes by itself after a time. Does nothing the second time. */
  begin(): void
  /** Ends the trouble, if there is any now. */
  end(): Promise<void>
  /** Ends it and gives the folder back. */
  close(): Promise<void>
}

async function fillDisk(dir: string): Promise<() => Promise<void>> {
  const filler = join(dir, 'filler')
  const { bavail, bsize } = await statfs(dir)
  await writeFile(filler, Buffer.alloc(bavail * bsize)).catch(() => undefined)
  return () => rm(filler, { force: true })
}

/** Mounts a small disk on a folder. Returns false if this machine does not permit it. */
function mountSmallDisk(dir: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', dir], { stdio: 'pipe' })
    return true
  } catch {
    return false
  }
}

/** Prepares trouble of this kind, which lasts `lastsMs`, for an empty folder. */
export function prepareTrouble(
  dataDir: string,
  kind: Trouble,
  lastsMs: number,
): DiskTrouble & { readonly kind: Trouble } {
  const mounted = kind === 'fills' && mountSmallDisk(dataDir)
  const start = kind === 'held' ? holdFile : mounted ? fillDisk : null
  let ended: Promise<void> | null = null
  let cut: () => void = () => undefined
  const end = async () => {
    cut()
    await ended
  }
  return {
    kind: start === null ? 'fine' : kind,
    begin() {
      if (!start || ended) return
      const over = new Promise<void>((resolve) => {
        cut = resolve
      })
      ended = start(dataDir).then(
        async (stop) => {
          await Promise.race([over, sleep(lastsMs, undefined, { ref: false })])
          await stop()
        },
        () => undefined,
      )
    },
    end,
    async close() {
      await end()
      if (mounted) execFileSync('umount', ['-l', dataDir])
    },
  }
}
