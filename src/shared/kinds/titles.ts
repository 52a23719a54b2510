import type { Kind } from './index.ts'
import type { BulkAction, PublicAction } from '../model/bulk-action.ts'
import { anonymousTitle } from './anonymous-title.ts'
import { jobTitle } from './cron-title.ts'
import { accountTitle } from './ftp-title.ts'
import { type ActionOf, type KindTitle, titled } from './title.ts'

/** The kinds whose actions have several titles, by what they change. Null is the title of the type of action. */
const titles: { readonly [K in Kind]?: (action: ActionOf<K>) => KindTitle | null } = {
  ftp: accountTitle,
  cron: jobTitle,
  anonymous: anonymousTitle,
}

/** Returns the title of an action on rows, and the kind in whose catalogue it stands. */
export function kindTitleOf(action: PublicAction | BulkAction): KindTitle & { readonly kind: Kind } {
  const [kind, verb = ''] = action.type.split('.') as [Kind, string?]
  const title = titles[kind] as ((action: PublicAction | BulkAction) => KindTitle | null) | undefined
  return { kind, ...(title?.(action) ?? titled(verb)) }
}
