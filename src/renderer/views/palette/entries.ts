import type { Component } from 'vue'
import type { RouteLocationRaw } from 'vue-router'

export const entryKinds = ['action', 'screen', 'view', 'set', 'server', 'account', 'job'] as const
export type EntryKind = (typeof entryKinds)[number]

/** One line of the palette: a place to go to, or something to have done. */
export interface Entry {
  /** Kind and id: names it among all others, and as a recent one. */
  readonly key: string
  readonly kind: EntryKind
  readonly title: string
  readonly detail: string
  readonly icon: Component
  readonly shortcut?: string
  readonly go: { readonly to: RouteLocationRaw } | { readonly run: () => unknown }
}

/** The recent entries with this one in front, each once. */
export function withRecent(recent: readonly Entry[], entry: Entry, most = 6): readonly Entry[] {
  return [entry, ...recent.filter(({ key }) => key !== entry.key)].slice(0, most)
}
