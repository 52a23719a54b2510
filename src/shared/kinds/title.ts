import type { BulkAction, PublicAction } from '../model/bulk-action.ts'

/** The value of `{what}` in a title: a text as it is, or a number of addresses, megabytes or minutes. */
export type TitleWhat =
  | { readonly say: 'text'; readonly text: string }
  | { readonly say: 'entries'; readonly count: number }
  | { readonly say: 'megabytes'; readonly count: number }
  | { readonly say: 'minutes'; readonly count: number }

/** A title of an action: its name under `title` in the catalogue of the kind, and the value for it. */
export interface KindTitle {
  readonly name: string
  readonly what: TitleWhat | null
}

export const titled = (name: string, what: TitleWhat | null = null): KindTitle => ({ name, what })
export const text = (value: string): TitleWhat => ({ say: 'text', text: value })

/** The actions on rows of a kind, as the screens know them. */
export type ActionOf<K extends string> = Extract<PublicAction | BulkAction, { readonly type: `${K}.${string}` }>
