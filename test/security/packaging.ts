import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import manifest from '../../package.json' with { type: 'json' }
import { flipAll } from '../../build/after-pack.ts'
import config from '../../electron-builder.config.ts'
import { built } from '../electron/run-play.ts'
import type { Finding } from './audit.ts'

/** The entitlements that the app may request from macOS. V8 needs this one because it compiles at run time. */
const entitlements = ['com.apple.security.cs.allow-jit']

const finding = (isMet: boolean, id: string, what: string): readonly Finding[] => (isMet ? [] : [{ id, what }])

/** Checks what goes into the packages, and how they are signed. */
export function checkPackaging(): readonly Finding[] {
  const { dependencies, devDependencies } = manifest
  const plist = readFileSync(join(built.root, config.mac?.entitlements ?? ''), 'utf8')
  const requested = [...plist.matchAll(/<key>(.*?)<\/key>/g)].map((match) => match[1] ?? '')
  const outside = Object.keys(dependencies)
  return [
    ...finding(/^\d+\.\d+\.\d+$/.test(devDependencies.electron), 'electron-pinned', devDependencies.electron),
    ...finding(outside.join() === '@napi-rs/keyring', 'outside-the-bundle', outside.join()),
    ...finding(config.asar === true, 'asar', String(config.asar)),
    ...finding(config.afterPack === flipAll, 'fuses-hook', 'the fuses are not flipped'),
    ...finding(config.mac?.hardenedRuntime === true, 'hardened-runtime', String(config.mac?.hardenedRuntime)),
    ...finding(
      requested.every((key) => entitlements.includes(key)),
      'entitlements',
      requested.join(),
    ),
    ...finding(config.npmRebuild === false, 'native-rebuild', String(config.npmRebuild)),
  ]
}
