import type { VaultKind, VaultStatus } from '../../shared/model/vault.ts'
import { forgetQuietly, type Move, moveToKeychain, moveToPassphrase, moveToSession } from './move.ts'
import type { VaultChoice } from './types.ts'
import { statusOf, type VaultParts } from './vault-parts.ts'

/**
 * Returns the tokens that can be read from the current store. Stops at the first refusal of the keychain, so that it
 * does not prompt for every token.
 */
async function readable({
  kind,
  session,
  passphrase,
  keychain,
  options,
}: VaultParts): Promise<ReadonlyMap<string, string>> {
  if (kind === 'session') return session.all()
  if (kind === 'passphrase') return passphrase.locked() ? new Map() : passphrase.all()
  const found = new Map<string, string>()
  if (kind === 'undecided') return found
  try {
    for (const profileId of options.profileIds()) {
      const token = await keychain.get(profileId)
      if (token !== null) found.set(profileId, token)
    }
  } catch {
    // The keychain is locked, denied or unavailable. The tokens read so far move, the others stay in it.
  }
  return found
}

function moveTo(parts: VaultParts, target: VaultChoice, tokens: ReadonlyMap<string, string>): Move {
  if (target.kind === 'keychain') return moveToKeychain(parts.keychain, tokens)
  if (target.kind === 'session') return moveToSession(parts.session, tokens)
  return moveToPassphrase(parts.passphrase, parts.file, tokens, target.passphrase, parts.options.nowMs())
}

async function removeFrom(
  { keychain, session, passphrase, file }: VaultParts,
  old: VaultKind,
  wasOpen: boolean,
  profileIds: Iterable<string>,
): Promise<void> {
  if (old === 'keychain') await forgetQuietly(keychain, profileIds)
  if (old === 'session') session.clear()
  if (old !== 'passphrase' || !wasOpen) return
  passphrase.lock()
  // A sealed file that cannot be deleted does no harm: it opens only with its passphrase.
  await file.remove().catch(() => undefined)
}

/** Moves all readable tokens to the store that the user chose, and uses that store from then on. */
export async function chooseStore(parts: VaultParts, target: VaultChoice): Promise<VaultStatus> {
  const { keychain, passphrase, options } = parts
  const { choice, guard } = options
  if (target.kind === 'passphrase') guard(target.passphrase)
  const old = parts.kind
  const wasOpen = !passphrase.locked()
  const tokens = await readable(parts)
  tokens.forEach((token) => guard(token))
  // The tokens are in that store already. There is nothing to move, and an undo would remove the only copies.
  const inPlace = old === target.kind && target.kind !== 'passphrase'
  const move = inPlace ? null : moveTo(parts, target, tokens)
  if (inPlace && target.kind === 'keychain') await keychain.testWrite()
  try {
    await move?.write()
    if (choice.get() !== target.kind) choice.put(target.kind)
  } catch (thrown) {
    await move?.undo()
    if (!wasOpen) passphrase.lock()
    throw thrown
  }
  parts.kind = target.kind
  if (old !== target.kind) await removeFrom(parts, old, wasOpen, tokens.keys())
  if (target.kind === 'passphrase') passphrase.all().forEach((token) => guard(token))
  return statusOf(parts)
}
