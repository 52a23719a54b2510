import { computed, onScopeDispose, shallowRef, type Component } from 'vue'

/** Something the user can have done from the command palette, wherever the keyboard is. */
export interface AppAction {
  /** `domain.verb`; recent ones are remembered by it. */
  readonly id: string
  readonly label: string
  /** Other words people look for it by. */
  readonly keywords?: string
  readonly icon?: Component
  /** Keys that do the same, as KeyHint takes them. */
  readonly shortcut?: string
  /** Found by its words, and not among what is offered before anything is typed. */
  readonly isAside?: boolean
  readonly run: () => unknown
}

type Provide = () => readonly AppAction[]
const providers = shallowRef<readonly Provide[]>([])

/** Every action that can be had now: those of the app, then those of the screen that is open. */
export const actions = computed<readonly AppAction[]>(() => providers.value.flatMap((provide) => provide()))

/**
 * Offers actions for as long as the calling scope lives: a screen's go with the screen. `provide` may depend on state.
 */
export function useActions(provide: Provide): void {
  providers.value = [...providers.value, provide]
  onScopeDispose(() => (providers.value = providers.value.filter((each) => each !== provide)))
}
