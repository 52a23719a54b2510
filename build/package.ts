import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { build, Platform, type Configuration } from 'electron-builder'
import config from '../electron-builder.config.ts'
import { listArchive } from './archive.ts'
import { shippedPackages, thirdPartyNotices } from './shipped.ts'

/**
 * Packages the built app for the current system: `npm run package -- [--dir] [--publish-owner O --publish-repo R]`.
 * `--dir` stops after making the folder that installers are made from. If Electron's binary is not available, an empty
 * file replaces it: all files of Wisdeck are packed as usual, and only the program is left out.
 */
const root = join(import.meta.dirname, '..')
const { values } = parseArgs({
  options: {
    dir: { type: 'boolean' },
    electron: { type: 'string' },
    'publish-owner': { type: 'string' },
    'publish-repo': { type: 'string' },
  },
})
const system = { linux: Platform.LINUX, darwin: Platform.MAC, win32: Platform.WINDOWS }[process.platform as 'linux']
if (!system) throw new Error(`There are no packages for ${process.platform}`)

const say = (line: string) => void process.stderr.write(`wisdeck: ${line}\n`)

/** Makes a folder with an empty file in place of the binary, which is enough to make the package folder on Linux. */
function makeElectronStub(): string {
  const stubDir = join(root, '.cache/electron-frame')
  rmSync(stubDir, { recursive: true, force: true })
  mkdirSync(join(stubDir, 'resources'), { recursive: true })
  writeFileSync(join(stubDir, 'electron'), '')
  cpSync(join(root, 'node_modules/electron/LICENSE'), join(stubDir, 'LICENSE'))
  return stubDir
}

/** Prints the contents of the archive by folder, and its size. */
function printContents(asar: string): void {
  const bytes = readFileSync(asar)
  const files = listArchive(bytes)
  const fileCounts = new Map<string, number>()
  for (const file of files) {
    const folder = file.split('/').slice(0, 2).join('/')
    fileCounts.set(folder, (fileCounts.get(folder) ?? 0) + 1)
  }
  const parts = [...fileCounts].map(([folder, count]) => `${folder} (${count})`)
  say(
    `${asar.slice(root.length + 1)}: ${(bytes.length / 1024 / 1024).toFixed(1)} MB, ${files.length} files: ${parts.join(', ')}`,
  )
}

async function packWithoutElectron(): Promise<void> {
  if (process.platform !== 'linux') throw new Error('Without Electron a folder can be put together on Linux only')
  const output = 'dist/without-electron'
  const stubConfig: Configuration = {
    ...config,
    electronDist: makeElectronStub(),
    afterPack: null,
    directories: { ...config.directories, output },
  }
  await build({ targets: system!.createTarget('dir'), config: stubConfig, projectDir: root })
  const folder = join(root, output, 'linux-unpacked')
  printContents(join(folder, 'resources/app.asar'))
  // The empty file must not be taken for the program.
  rmSync(join(folder, 'wisdeck'), { force: true })
  say(
    'not here, for want of Electron’s binary: the program itself, its fuses, the hash of the archive inside it, installers, signatures',
  )
}

async function pack(dist: string): Promise<void> {
  const owner = values['publish-owner']
  const repo = values['publish-repo']
  const publish = owner && repo ? ({ provider: 'github', owner, repo } as const) : null
  // The local binary is for this machine only. For other targets electron-builder downloads binaries and checks their
  // hashes.
  const fullConfig: Configuration = { ...config, ...(values.dir ? { electronDist: dist } : {}), publish }
  const targets = values.dir ? system!.createTarget('dir') : system!.createTarget()
  // The workflow uploads the packages when all three systems are done.
  const packagePaths = await build({ targets, config: fullConfig, projectDir: root, publish: 'never' })
  for (const path of packagePaths) say(path.slice(root.length + 1))
}

if (!existsSync(join(root, 'out/main/index.js'))) throw new Error('Nothing is built: run `npm run build` first')
writeFileSync(join(root, '.cache/third-party-licences.txt'), thirdPartyNotices(shippedPackages()))
if (values.electron) await pack(values.electron)
else await packWithoutElectron()
say(`packaged Wisdeck ${(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version}`)
