import { ref } from 'vue'

/** The notice on damaged data has been read; it comes back with the next start as long as core tells it. */
export const dismissedNotice = ref(false)
