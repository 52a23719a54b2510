import { computed, shallowRef, type WritableComputedRef } from 'vue'

interface SwitchOptions<R extends { readonly key: string }> {
  readonly row: () => R
  readonly valueOf: (row: R) => boolean
  /** Makes the change; resolves to whether the row is as wanted now. */
  readonly change: (row: R, value: boolean) => Promise<boolean>
}

/**
 * Returns the value of a switch in the details of a row. While its change runs it shows what is wanted, and after a
 * success until the row that was read back has arrived: the answer may come before the event. After a failure it shows
 * the row again.
 */
export function useRowSwitch<R extends { readonly key: string }>({
  row,
  valueOf,
  change,
}: SwitchOptions<R>): WritableComputedRef<boolean> {
  const pending = shallowRef<{ readonly row: R; readonly value: boolean; readonly isRunning: boolean } | null>(null)
  const isPending = () =>
    pending.value?.row.key === row().key && (pending.value.isRunning || pending.value.row === row())

  async function set(value: boolean): Promise<void> {
    const sent = { row: row(), value, isRunning: true }
    pending.value = sent
    const isDone = await change(sent.row, value)
    if (pending.value === sent) pending.value = isDone ? { ...sent, isRunning: false } : null
  }
  return computed({
    get: () => (isPending() ? pending.value?.value === true : valueOf(row())),
    set: (value) => void set(value),
  })
}
