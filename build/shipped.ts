import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import manifest from '../package.json' with { type: 'json' }

const root = join(import.meta.dirname, '..')
const modules = join(root, 'node_modules')

/** A package whose code or files may be in what users install. */
export interface ShippedPackage {
  readonly name: string
  readonly version: string
  /** The SPDX expression that the package states. Empty if it states none. */
  readonly licence: string
  readonly folder: string
}

interface Manifest {
  readonly version?: string
  readonly license?: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

/** Returns the package of an import (`@scope/name` or `name`), or null for a file of Wisdeck or a module of Node. */
function packageOf(specifier: string): string | null {
  if (/^[./~]|^node:|^virtual:/.test(specifier)) return null
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

/** Returns the packages that the sources import or name in a url(). An import of types only ships nothing. */
function importedBySources(): readonly string[] {
  const files = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter(
      (entry) =>
        entry.isFile() &&
        /\.(ts|vue|css)$/.test(entry.name) &&
        !/\.test(-data)?\.ts$|\.d\.ts$|fixtures?\.ts$/.test(entry.name),
    )
    .map((entry) =>
      readFileSync(join(entry.parentPath, entry.name), 'utf8').replace(/import type [^'"]*from\s*['"][^'"]+['"]/g, ''),
    )
  const specifiers = files.flatMap((text) =>
    [...text.matchAll(/(?:\bfrom|\bimport|@import|\burl)\s*\(?\s*['"]([^'"]+)['"]/g)].map((match) => match[1] ?? ''),
  )
  return specifiers.flatMap((specifier) => packageOf(specifier) ?? [])
}

/** Returns the folder in which Node would find a package from another folder. */
function folderOf(name: string, from: string): string | null {
  for (let at = from; at.startsWith(root); at = join(at, '..')) {
    const folder = join(at, 'node_modules', name)
    if (existsSync(join(folder, 'package.json'))) return folder
  }
  return null
}

/**
 * Returns every package that may be part of the app: the imports of the sources, everything in `dependencies`, and the
 * dependencies of all these. The list may have more than the bundle, which drops unused code, but never less.
 */
export function shippedPackages(): readonly ShippedPackage[] {
  const found = new Map<string, ShippedPackage>()
  const add = (name: string, from: string): void => {
    const folder = folderOf(name, from)
    // Prebuilt modules of other systems are not installed on this machine.
    if (folder === null || found.has(folder)) return
    const packageManifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
    found.set(folder, { name, version: packageManifest.version ?? '', licence: packageManifest.license ?? '', folder })
    // Electron's npm package only downloads. The part that ships is its binary, which has its own notices.
    if (name === 'electron') return
    for (const needed of Object.keys({ ...packageManifest.dependencies, ...packageManifest.optionalDependencies }))
      add(needed, folder)
  }
  for (const name of new Set([...importedBySources(), ...Object.keys(manifest.dependencies)]))
    add(name, modules.slice(0, -'/node_modules'.length))
  return [...found.values()].toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
}

/** Returns the licence texts of everything that ships, as the licences require. */
export function thirdPartyNotices(packages: readonly ShippedPackage[]): string {
  const textOf = ({ folder }: ShippedPackage) =>
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && /^(licen[cs]e|notice|copying)/i.test(entry.name))
      .map(({ name }) => readFileSync(join(folder, name), 'utf8').trim())
      .join('\n\n')
  return packages
    .map((one) => `${one.name} ${one.version} (${one.licence})\n\n${textOf(one)}\n`)
    .join(`\n${'-'.repeat(78)}\n\n`)
}
