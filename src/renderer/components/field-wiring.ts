import { computed, inject, provide, type ComputedRef, type InjectionKey } from 'vue'

/** What a control takes from its AppField, so that screen readers announce label, hint and error with the control. */
interface FieldWiring {
  readonly id: string
  readonly describedBy: string | undefined
  readonly invalid: boolean
  readonly required: boolean
}

const key: InjectionKey<ComputedRef<FieldWiring>> = Symbol('field')

export function provideField(wiring: ComputedRef<FieldWiring>): void {
  provide(key, wiring)
}

/** Returns the attributes for the native control; empty outside an AppField. */
export function useFieldAttrs(): ComputedRef<Record<string, unknown>> {
  const field = inject(key, null)
  return computed(() =>
    field === null
      ? {}
      : {
          id: field.value.id,
          'aria-describedby': field.value.describedBy,
          'aria-invalid': field.value.invalid || undefined,
          'aria-required': field.value.required || undefined,
        },
  )
}
