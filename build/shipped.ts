import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import manifest from '../package.json' with { type: 'json' }

const root = join(import.meta.dirname, '..')
const modules = join(root, 'node_modules')

/** One package whose code or files may be in what users install. */
export interface ShippedPackage {
  readonly name: string
  readonly version: string
  /** SPDX expression as the package states it; empty where it states none. */
  readonly licence: string
  readonly folder: string
}

interface Manifest {
  readonly version?: string
  readonly license?: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

/** `@scope/name` or `name` of an import, null for a file of our own or a module of Node. */
function packageOf(specifier: string): string | null {
  if (/^[./~]|^node:|^virtual:/.test(specifier)) return null
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

/** What the sources import by name, or name in a url(). Types alone ship nothing. */
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

/** The folder Node would find a package in from another one. */
function folderOf(name: string, from: string): string | null {
  for (let at = from; at.startsWith(root); at = join(at, '..')) {
    const folder = join(at, 'node_modules', name)
    if (existsSync(join(folder, 'package.json'))) return folder
  }
  return null
}

/**
 * Every package that may be part of the app: what the sources import and what `dependencies` names, with all that those
 * need. It may be more than is in the bundle, which drops what is not used, and never less.
 */
export function shippedPackages(): readonly ShippedPackage[] {
  const found = new Map<string, ShippedPackage>()
  const add = (name: string, from: string): void => {
    const folder = folderOf(name, from)
    // Prebuilt modules of other systems are not on this machine.
    if (folder === null || found.has(folder)) return
    const held = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
    found.set(folder, { name, version: held.version ?? '', licence: held.license ?? '', folder })
    // Electron's npm package is a downloader: what ships of it is its binary, with notices of its own.
    if (name === 'electron') return
    for (const needed of Object.keys({ ...held.dependencies, ...held.optionalDependencies })) add(needed, folder)
  }
  for (const name of new Set([...importedBySources(), ...Object.keys(manifest.dependencies)]))
    add(name, modules.slice(0, -'/node_modules'.length))
  return [...found.values()].toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
}

/** The licence texts of everything that ships, as its licences ask for. */
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
