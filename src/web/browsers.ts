import { delimiter, join } from 'node:path'

type Env = Readonly<Record<string, string | undefined>>

const linuxNames = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'brave-browser',
]
const macApps = ['Google Chrome', 'Microsoft Edge', 'Chromium', 'Brave Browser']
const windowsPaths = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
  'Chromium\\Application\\chrome.exe',
]

/** Returns the paths where a browser of the Chromium family may be on this system, best first. */
function candidates(platform: NodeJS.Platform, env: Env): string[] {
  if (platform === 'darwin') return macApps.map((app) => `/Applications/${app}.app/Contents/MacOS/${app}`)
  if (platform === 'win32') {
    const roots = [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LOCALAPPDATA']].filter(
      (root) => root !== undefined,
    )
    return roots.flatMap((root) => windowsPaths.map((path) => `${root}\\${path}`))
  }
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  return linuxNames.flatMap((name) => folders.map((folder) => join(folder, name)))
}

/** Returns the first browser of the Chromium family on this machine, or null. WISDECK_CHROMIUM overrides the search. */
export function findBrowser(platform: NodeJS.Platform, env: Env, exists: (path: string) => boolean): string | null {
  const named = env['WISDECK_CHROMIUM']
  if (named) return named
  return candidates(platform, env).find(exists) ?? null
}

/** Whether a window can be shown at all. On Linux that needs a display server. */
export function hasDisplay(platform: NodeJS.Platform, env: Env): boolean {
  return platform === 'darwin' || platform === 'win32' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY'])
}
