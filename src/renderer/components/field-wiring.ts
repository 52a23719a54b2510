import { computed, inject, provide, type ComputedRef, type InjectionKey } from 'vue'

/** What a control inside an AppField takes from it, so that label, hint and error are read out with it. */
export interface FieldWiring {
  readonly id: string
  readonly describedBy: string | undefined
  readonly invalid: boolean
  readonly required: boolean
}

const key: InjectionKey<ComputedRef<FieldWiring>> = Symbol('field')

export function provideField(wiring: ComputedRef<FieldWiring>): void {
  provide(key, wiring)
}

/** Attributes for the native control; empty where the control stands outside an AppField. */
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
