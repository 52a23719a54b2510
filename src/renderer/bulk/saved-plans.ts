import { defineAsyncComponent } from 'vue'

/** The list of saved plans, as a form of the panel for bulk changes. It loads when it is first opened. */
export const savedPlansForm = defineAsyncComponent(() => import('./forms/SavedPlans.vue'))
