import type { Configuration } from 'electron-builder'
import { flipAll } from './build/after-pack.ts'
import { releaseNotes } from './build/release-notes.ts'
import manifest from './package.json' with { type: 'json' }

/**
 * What the packages hold and what they are: `npm run package`, docs/release-checklist.md.
 * Where updates come from is said by whoever releases (`publish`, .github/workflows/release.yml): a build of one's own
 * has no such place and does not look for updates.
 */
const config: Configuration = {
  appId: 'app.wisdeck.desktop',
  productName: 'Wisdeck',
  copyright: 'MIT licence',
  directories: { output: 'dist', buildResources: 'build' },
  // Everything is in the bundle but the native keyring. The loopback shell and the maps stay at home.
  files: ['out/**', '!out/main/web.js', '!**/*.map', '!out/.wisdeck-stamp', 'build/icons/tray*.png', 'package.json'],
  // Electron's own notices lie beside its binary.
  extraFiles: [{ from: '.cache/third-party-licences.txt', to: 'THIRD-PARTY-LICENCES.txt' }],
  asar: true,
  asarUnpack: ['**/*.node'],
  // The keyring comes prebuilt for each system: nothing is compiled.
  npmRebuild: false,
  afterPack: flipAll,
  publish: null,
  // The update dialog shows these.
  releaseInfo: { releaseNotes: releaseNotes(manifest.version) },
  protocols: [{ name: 'Wisdeck', schemes: ['wisdeck'] }],
  artifactName: '${productName}-${version}-${os}-${arch}.${ext}',
  win: {
    target: [{ target: 'nsis', arch: ['x64', 'arm64'] }],
    icon: 'build/icons/icon.ico',
  },
  nsis: {
    oneClick: false,
    perMachine: false,
    allowToChangeInstallationDirectory: true,
    deleteAppDataOnUninstall: false,
  },
  mac: {
    // The zip is what an update is made from; the dmg is what people download.
    target: [
      { target: 'dmg', arch: ['x64', 'arm64'] },
      { target: 'zip', arch: ['x64', 'arm64'] },
    ],
    icon: 'build/icons/icon.icns',
    category: 'public.app-category.developer-tools',
    hardenedRuntime: true,
    entitlements: 'build/entitlements.plist',
    entitlementsInherit: 'build/entitlements.plist',
    gatekeeperAssess: false,
    // Happens where APPLE_API_KEY, APPLE_API_KEY_ID and APPLE_API_ISSUER are set; without them electron-builder leaves
    // it out.
    notarize: true,
  },
  linux: {
    target: [
      { target: 'AppImage', arch: ['x64', 'arm64'] },
      { target: 'deb', arch: ['x64', 'arm64'] },
    ],
    icon: 'build/icons',
    category: 'Utility',
    executableName: 'wisdeck',
    maintainer: 'Wisdeck <noreply@wisdeck.invalid>',
    synopsis: 'One desk for every WisPanel server',
  },
}

export default config
