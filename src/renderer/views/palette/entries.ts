import type { Component } from 'vue'
import type { RouteLocationRaw } from 'vue-router'

export const entryKinds = ['action', 'screen', 'view', 'set', 'server', 'account', 'job'] as const
export type EntryKind = (typeof entryKinds)[number]

/** One line of the palette: a location to go to, or an action to run. */
export interface Entry {
  /** Kind and id. The key identifies the entry among all others, and as a recent one. */
  readonly key: string
  readonly kind: EntryKind
  readonly title: string
  readonly detail: string
  readonly icon: Component
  readonly shortcut?: string
  readonly go: { readonly to: RouteLocationRaw } | { readonly run: () => unknown }
}

/** Returns the recent entries with this one in front, without duplicates and at most `most`. */
export function withRecent(recent: readonly Entry[], entry: Entry, most = 6): readonly Entry[] {
  return [entry, ...recent.filter(({ key }) => key !== entry.key)].slice(0, most)
}
