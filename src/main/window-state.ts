import { randomBytes } from 'node:crypto'
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

/** Position and size in display-independent pixels, as Electron's Rectangle. */
const windowState = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(480).max(16_384),
  height: z.number().int().min(320).max(16_384),
  maximized: z.boolean(),
})
type WindowState = Readonly<z.infer<typeof windowState>>

interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Returns the remembered state, or null if none can be read: then the user only has to move the window. */
export function loadWindowState(path: string): WindowState | null {
  try {
    const parsed = windowState.safeParse(JSON.parse(readFileSync(path, 'utf8')))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

/** Remembers the position and size of the window. A disk error must not keep the window from closing. */
export function saveWindowState(path: string, state: WindowState): void {
  const temporaryPath = `${path}.${randomBytes(4).toString('hex')}`
  try {
    writeFileSync(temporaryPath, JSON.stringify(state), { mode: 0o600 })
    renameSync(temporaryPath, path)
  } catch {
    rmSync(temporaryPath, { force: true })
  }
}

/** Whether enough of the title bar is on one of the displays to be grabbed with a pointer. */
export function isReachable(state: WindowState, displays: readonly Area[]): boolean {
  return displays.some((area) => {
    const overlap = Math.min(state.x + state.width, area.x + area.width) - Math.max(state.x, area.x)
    return overlap >= 120 && state.y >= area.y && state.y <= area.y + area.height - 40
  })
}
