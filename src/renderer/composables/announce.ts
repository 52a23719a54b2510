import { computed, shallowRef } from 'vue'

const text = shallowRef('')
let isOddSentence = false

/** The text that the live region reads out now. */
export const announcement = computed(() => text.value)

/** Announces a sentence to screen readers without moving the focus. The same sentence twice in a row is read twice. */
export function useAnnounce(): (sentence: string) => void {
  return (sentence) => {
    // A live region reports only changes, so every second sentence gets a trailing no-break space.
    isOddSentence = !isOddSentence
    text.value = isOddSentence ? sentence : `${sentence}\u00a0`
  }
}
