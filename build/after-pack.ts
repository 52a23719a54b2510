import { join } from 'node:path'
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses'
import type { AfterPackContext } from 'electron-builder'
import { fuses } from '../src/main/security.ts'

/** Returns the path of the program inside a packed folder. */
function programIn({ appOutDir, electronPlatformName, packager }: AfterPackContext): string {
  const { productFilename } = packager.appInfo
  if (electronPlatformName === 'darwin') return join(appOutDir, `${productFilename}.app`)
  return join(
    appOutDir,
    electronPlatformName === 'win32'
      ? `${productFilename}.exe`
      : (packager.config.linux?.executableName ?? productFilename),
  )
}

/** Writes the fuses of src/main/security.ts into the binary before it is signed. Fails if a fuse has no setting. */
export async function flipAll(context: AfterPackContext): Promise<void> {
  const fuseValues = Object.fromEntries(
    Object.entries(fuses).map(([name, on]) => [FuseV1Options[name as keyof typeof fuses], on]),
  )
  await flipFuses(programIn(context), {
    ...(fuseValues as Record<FuseV1Options, boolean>),
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    // A changed binary for Apple silicon does not start until it is signed again.
    resetAdHocDarwinSignature: context.electronPlatformName === 'darwin',
  })
}
