import { computed, onScopeDispose, shallowRef, type Component } from 'vue'

/** An action that the user can run from the command palette, wherever the focus is. */
export interface AppAction {
  /** `domain.verb`. Recently used actions are remembered by this id. */
  readonly id: string
  readonly label: string
  /** Other words by which users search for the action. */
  readonly keywords?: string
  readonly icon?: Component
  /** The keyboard shortcut of the action, in the form that KeyHint takes. */
  readonly shortcut?: string
  /** The action is found by its words, but not offered before anything is typed. */
  readonly isAside?: boolean
  readonly run: () => unknown
}

type Provide = () => readonly AppAction[]
const providers = shallowRef<readonly Provide[]>([])

/** Every action that is available now: those of the app first, then those of the open screen. */
export const actions = computed<readonly AppAction[]>(() => providers.value.flatMap((provide) => provide()))

/** Offers actions until the calling scope, such as a screen, ends. `provide` may depend on reactive state. */
export function useActions(provide: Provide): void {
  providers.value = [...providers.value, provide]
  onScopeDispose(() => (providers.value = providers.value.filter((each) => each !== provide)))
}
