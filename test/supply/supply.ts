import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import manifest from '../../package.json' with { type: 'json' }
import { shippedPackages, type ShippedPackage } from '../../build/shipped.ts'

/** The packages of the app and of its tools, checked against the project's rules. */
const root = join(import.meta.dirname, '../..')

/** Licences that may be in what users install. All of them allow redistribution with their notice. */
const shippableLicences: ReadonlySet<string> = new Set([
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'OFL-1.1',
  'Python-2.0',
  'CC0-1.0',
  'Unlicense',
])
/** Further licences that the tools may have, because the tools are not distributed. */
const toolLicences: ReadonlySet<string> = new Set([...shippableLicences, 'MPL-2.0', 'CC-BY-4.0', 'WTFPL'])

interface LockEntry {
  readonly version?: string
  readonly resolved?: string
  readonly integrity?: string
  readonly license?: string
  readonly hasInstallScript?: boolean
  readonly dev?: boolean
  readonly link?: boolean
}
interface Lock {
  readonly lockfileVersion: number
  readonly packages: Readonly<
    Record<string, LockEntry & { readonly devDependencies?: object; readonly dependencies?: object }>
  >
}

export interface Finding {
  readonly id: string
  readonly what: string
}

/** Whether a set of licences covers an SPDX expression of ORs and ANDs. */
export function isCovered(expression: string, allowed: ReadonlySet<string>): boolean {
  const plain = expression.replace(/^\((.*)\)$/, '$1')
  if (plain.includes(' OR ')) return plain.split(' OR ').some((part) => isCovered(part, allowed))
  return plain.split(' AND ').every((part) => allowed.has(part))
}

function readLock(): Lock {
  return JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock
}

function checkEntry(path: string, { version, resolved, integrity, license }: LockEntry): readonly Finding[] {
  const name = `${path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)} ${version}`
  // A package without an address comes from the registry that npm is configured to use. Its hash makes it the same from
  // any registry.
  const fromRegistry = (resolved ?? 'https://registry.npmjs.org/').startsWith('https://registry.npmjs.org/')
  return [
    ...(fromRegistry ? [] : [{ id: 'not-from-the-registry', what: `${name}: ${resolved}` }]),
    ...(integrity?.startsWith('sha512-') ? [] : [{ id: 'no-hash', what: name }]),
    ...(license !== undefined && isCovered(license, toolLicences)
      ? []
      : [{ id: 'licence-of-a-tool', what: `${name}: ${license}` }]),
  ]
}

/** Versions must be exact, under an alias too, and equal in both files: `npm ci` refuses other files. */
function checkVersions(lock: Lock): readonly Finding[] {
  const { dependencies, devDependencies } = manifest
  const inexact = Object.entries({ ...dependencies, ...devDependencies }).filter(
    ([, version]) => !/^(npm:[\w@/-]+@)?\d+\.\d+\.\d+$/.test(version),
  )
  const locked = lock.packages['']
  const isInSync =
    JSON.stringify([locked?.dependencies, locked?.devDependencies]) === JSON.stringify([dependencies, devDependencies])
  return [
    ...inexact.map(([name, version]) => ({ id: 'loose-version', what: `${name} ${version}` })),
    ...(isInSync && lock.lockfileVersion === 3
      ? []
      : [{ id: 'lock-file', what: 'package-lock.json is not that of package.json' }]),
  ]
}

/** An install script of a package runs only if package.json allows it by name. */
function checkScripts(lock: Lock): readonly Finding[] {
  const allowScripts: Readonly<Record<string, boolean>> = manifest.allowScripts
  const allowed = Object.keys(allowScripts).filter((name) => allowScripts[name])
  const scripts = Object.entries(lock.packages).filter(([, entry]) => entry.hasInstallScript)
  const undecided = scripts.filter(([path]) => allowScripts[path.replace(/^.*node_modules\//, '')] === undefined)
  return [
    ...undecided.map(([path]) => ({ id: 'install-script', what: path })),
    ...(allowed.join() === 'node' ? [] : [{ id: 'install-script-allowed', what: allowed.join() }]),
  ]
}

function checkShipped(shipped: readonly ShippedPackage[]): readonly Finding[] {
  return shipped
    .filter(({ licence }) => !isCovered(licence, shippableLicences))
    .map(({ name, version, licence }) => ({
      id: 'licence-that-ships',
      what: `${name} ${version}: ${licence || 'none stated'}`,
    }))
}

export interface Supply {
  readonly findings: readonly Finding[]
  readonly shipped: readonly ShippedPackage[]
  /** The number of all packages, of those named in package.json, and of those that run outside the bundle. */
  readonly packages: { readonly all: number; readonly direct: number; readonly outsideTheBundle: number }
  readonly licences: Readonly<Record<string, number>>
  readonly installScripts: Readonly<Record<string, boolean>>
}

export function checkSupply(): Supply {
  const lock = readLock()
  const entries = Object.entries(lock.packages).filter(([path]) => path !== '')
  const shipped = shippedPackages()
  const licences: Record<string, number> = {}
  for (const [, { license = 'none' }] of entries) licences[license] = (licences[license] ?? 0) + 1
  const direct = Object.keys(manifest.dependencies).length
  return {
    findings: [
      ...entries.flatMap(([path, entry]) => checkEntry(path, entry)),
      ...checkVersions(lock),
      ...checkScripts(lock),
      ...checkShipped(shipped),
    ],
    shipped,
    packages: {
      all: entries.length,
      direct: direct + Object.keys(manifest.devDependencies).length,
      outsideTheBundle: direct,
    },
    licences,
    installScripts: manifest.allowScripts,
  }
}
