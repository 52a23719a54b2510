import type { Configuration } from 'electron-builder'
import { flipAll } from './build/after-pack.ts'
import { releaseNotes } from './build/release-notes.ts'
import manifest from './package.json' with { type: 'json' }

/**
 * The contents and the properties of the packages: `npm run package`, docs/release-checklist.md. The person who makes a
 * release sets the source of updates (`publish`, .github/workflows/release.yml). A private build has no such source and
 * does not check for updates.
 */
const config: Configuration = {
  appId: 'app.wisdeck.desktop',
  productName: 'Wisdeck',
  copyright: 'MIT licence',
  directories: { output: 'dist', buildResources: 'build' },
  // Everything except the native keyring is in the bundle. The loopback shell and the source maps are not packaged.
  files: ['out/**', '!out/main/web.js', '!**/*.map', '!out/.wisdeck-stamp', 'build/icons/tray*.png', 'package.json'],
  // Electron's own notices are next to its binary.
  extraFiles: [{ from: '.cache/third-party-licences.txt', to: 'THIRD-PARTY-LICENCES.txt' }],
  asar: true,
  asarUnpack: ['**/*.node'],
  // The keyring is prebuilt for each system, so nothing is compiled.
  npmRebuild: false,
  afterPack: flipAll,
  publish: null,
  // The update dialog shows these notes.
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
    // An update is made from the zip. People download the dmg.
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
    // Notarises if APPLE_API_KEY, APPLE_API_KEY_ID and APPLE_API_ISSUER are set. Without them electron-builder skips
    // it.
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
