import { computed, shallowRef } from 'vue'
import type { Tone } from '../components/types.ts'

/** A change that can be undone: one of rows by its run, or one in Wisdeck itself by its entry in the record. */
export type UndoTarget = `run/${string}` | `entry/${number}`

export interface Toast {
  readonly id: number
  readonly title: string
  readonly text?: string
  readonly tone: Tone
  /** One action that the toast offers, for example Undo. */
  readonly action?: { readonly label: string; readonly run: () => void }
  /** The change that the action undoes. The toast goes once that is undone in another way. */
  readonly undoes?: UndoTarget
  readonly durationMs: number
}

type ToastInput = Pick<Toast, 'title' | 'text' | 'action' | 'undoes'> & {
  readonly tone?: Tone
  readonly durationMs?: number
}

const defaultMs = 8000
const mostShown = 4
const list = shallowRef<readonly Toast[]>([])
let lastId = 0

/** The toasts on the screen, oldest first. Only ToastHost needs them. */
export const toasts = computed(() => list.value)

/**
 * `show` shows a toast, by default for 8 s, and returns its id, with which `dismiss` removes it. `withdrawUndo` removes
 * those that offer to undo a change. The pointer on a toast or the focus pauses its time. At most `mostShown` toasts
 * are shown: a new one replaces the oldest.
 */
export function useToasts() {
  return {
    show(input: ToastInput): number {
      lastId += 1
      const toast: Toast = { tone: 'neutral', durationMs: defaultMs, ...input, id: lastId }
      list.value = [...list.value, toast].slice(-mostShown)
      return toast.id
    },
    dismiss(id: number): void {
      list.value = list.value.filter((toast) => toast.id !== id)
    },
    withdrawUndo(target: UndoTarget): void {
      list.value = list.value.filter(({ undoes }) => undoes !== target)
    },
  }
}
