import type { Component } from 'vue'
import type { RouteLocationRaw } from 'vue-router'
import type { MessageKey } from '../../i18n/index.ts'

/** One line of the palette: a location to go to, or an action to run. */
export interface Entry {
  /** What it is, and its id. The key identifies the entry among all others, and as a recent one. */
  readonly key: string
  /** What the entry is, in a word. */
  readonly kind: MessageKey
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
