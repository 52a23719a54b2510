import { priorities } from './budget-model.ts'
import type { Priority } from './types.ts'

/** A slot in the queue. Only the queue changes it; callers only pass it back. */
export interface QueueSlot<T> {
  readonly item: T
  priority: Priority
  /** The arrival number. It gives requests that return to the front their order. */
  order: number
  before: QueueSlot<T> | null
  after: QueueSlot<T> | null
  queued: boolean
}

/** A first-come, first-served queue for each priority. Operations on one slot take constant time, except `putBack`. */
export interface RequestQueue<T> {
  /** Appends an item to a priority. */
  push(item: T, priority: Priority): QueueSlot<T>
  /** Removes and returns the first slot of a priority. */
  shift(priority: Priority): QueueSlot<T> | undefined
  /** Puts a removed slot back, in front of all that arrived later. */
  putBack(slot: QueueSlot<T>): void
  /** Removes a slot from any position; false if it is not queued. */
  remove(slot: QueueSlot<T>): boolean
  /** Moves a queued slot to the end of another priority; false if it is not queued or has that priority already. */
  move(slot: QueueSlot<T>, priority: Priority): boolean
  /** Empties all priorities and returns their items. */
  drain(): T[]
}

/** The slots of one priority, as a doubly linked list. */
interface SlotList<T> {
  first: QueueSlot<T> | null
  last: QueueSlot<T> | null
}

function linkAfter<T>(list: SlotList<T>, slot: QueueSlot<T>, previous: QueueSlot<T> | null): void {
  const next = previous === null ? list.first : previous.after
  slot.before = previous
  slot.after = next
  slot.queued = true
  if (previous === null) list.first = slot
  else previous.after = slot
  if (next === null) list.last = slot
  else next.before = slot
}

function unlink<T>(list: SlotList<T>, slot: QueueSlot<T>): void {
  if (slot.before === null) list.first = slot.after
  else slot.before.after = slot.after
  if (slot.after === null) list.last = slot.before
  else slot.after.before = slot.before
  slot.before = null
  slot.after = null
  slot.queued = false
}

/**
 * Returns the last slot that arrived earlier. Only other slots that were put back can have arrived earlier, so the
 * search passes no more slots than were in flight.
 */
function lastBefore<T>(list: SlotList<T>, order: number): QueueSlot<T> | null {
  let previous: QueueSlot<T> | null = null
  let next = list.first
  while (next !== null && next.order < order) {
    previous = next
    next = next.after
  }
  return previous
}

/** Creates a queue. Each priority is a doubly linked list: cancelling one of 100,000 requests takes no search. */
export function createRequestQueue<T>(): RequestQueue<T> {
  const lists: Record<Priority, SlotList<T>> = {
    interactive: { first: null, last: null },
    bulk: { first: null, last: null },
    background: { first: null, last: null },
  }
  let arrivals = 0

  const append = (slot: QueueSlot<T>, priority: Priority): void => {
    slot.priority = priority
    slot.order = arrivals
    arrivals += 1
    linkAfter(lists[priority], slot, lists[priority].last)
  }
  const remove = (slot: QueueSlot<T>): boolean => {
    if (!slot.queued) return false
    unlink(lists[slot.priority], slot)
    return true
  }
  const shift = (priority: Priority): QueueSlot<T> | undefined => {
    const slot = lists[priority].first
    if (slot === null) return undefined
    unlink(lists[priority], slot)
    return slot
  }

  return {
    push(item, priority) {
      const slot: QueueSlot<T> = { item, priority, order: 0, before: null, after: null, queued: false }
      append(slot, priority)
      return slot
    },
    shift,
    putBack: (slot) => linkAfter(lists[slot.priority], slot, lastBefore(lists[slot.priority], slot.order)),
    remove,
    move(slot, priority) {
      if (slot.priority === priority || !remove(slot)) return false
      append(slot, priority)
      return true
    },
    drain() {
      const items: T[] = []
      for (const priority of priorities) {
        for (let slot = shift(priority); slot !== undefined; slot = shift(priority)) items.push(slot.item)
      }
      return items
    },
  }
}
