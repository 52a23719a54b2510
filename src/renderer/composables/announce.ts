import { computed, shallowRef } from 'vue'

const text = shallowRef('')
let turn = false

/** What the live region reads out now. */
export const announcement = computed(() => text.value)

/** Says a sentence to screen readers without moving the focus. Equal sentences in a row are read again. */
export function useAnnounce(): (sentence: string) => void {
  return (sentence) => {
    // A trailing no-break space makes an equal sentence a change, which is what a live region reports.
    turn = !turn
    text.value = turn ? sentence : `${sentence}\u00a0`
  }
}
