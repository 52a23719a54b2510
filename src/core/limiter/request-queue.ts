import { priorities } from './budget-model.ts'
import type { Priority } from './types.ts'

/** A place in the queue. Owned by the queue; holders only hand it back. */
export interface QueueSlot<T> {
  readonly item: T
  priority: Priority
  /** Arrival number: orders requests that return to the front. */
  order: number
  before: QueueSlot<T> | null
  after: QueueSlot<T> | null
  queued: boolean
}

/** First come, first served inside each lane. Every operation takes constant time, but for a return to the front. */
export interface RequestQueue<T> {
  /** Appends to a lane. */
  push(item: T, priority: Priority): QueueSlot<T>
  /** Takes the first of a lane. */
  shift(priority: Priority): QueueSlot<T> | undefined
  /** Puts back what was taken, in front of all that arrived later. */
  putBack(slot: QueueSlot<T>): void
  /** Takes a place out from anywhere; false when it is not queued. */
  remove(slot: QueueSlot<T>): boolean
  /** Moves a queued place to the end of another lane; false when it is not queued or there already. */
  move(slot: QueueSlot<T>, priority: Priority): boolean
  /** Empties all lanes and returns what was in them. */
  drain(): T[]
}

interface Ends<T> {
  first: QueueSlot<T> | null
  last: QueueSlot<T> | null
}

function linkAfter<T>(priority: Ends<T>, slot: QueueSlot<T>, previous: QueueSlot<T> | null): void {
  const next = previous === null ? priority.first : previous.after
  slot.before = previous
  slot.after = next
  slot.queued = true
  if (previous === null) priority.first = slot
  else previous.after = slot
  if (next === null) priority.last = slot
  else next.before = slot
}

function unlink<T>(priority: Ends<T>, slot: QueueSlot<T>): void {
  if (slot.before === null) priority.first = slot.after
  else slot.before.after = slot.after
  if (slot.after === null) priority.last = slot.before
  else slot.after.before = slot.before
  slot.before = null
  slot.after = null
  slot.queued = false
}

/** The last of those that arrived earlier. Only others that came back can be: no more than were in flight. */
function lastBefore<T>(priority: Ends<T>, order: number): QueueSlot<T> | null {
  let previous: QueueSlot<T> | null = null
  let next = priority.first
  while (next !== null && next.order < order) {
    previous = next
    next = next.after
  }
  return previous
}

/** An empty queue of three lanes, each a doubly linked list, so that cancelling one of 100,000 costs no search. */
export function createRequestQueue<T>(): RequestQueue<T> {
  const ends: Record<Priority, Ends<T>> = {
    interactive: { first: null, last: null },
    bulk: { first: null, last: null },
    background: { first: null, last: null },
  }
  let arrivals = 0

  const append = (slot: QueueSlot<T>, priority: Priority): void => {
    slot.priority = priority
    slot.order = arrivals
    arrivals += 1
    linkAfter(ends[priority], slot, ends[priority].last)
  }
  const remove = (slot: QueueSlot<T>): boolean => {
    if (!slot.queued) return false
    unlink(ends[slot.priority], slot)
    return true
  }
  const shift = (priority: Priority): QueueSlot<T> | undefined => {
    const slot = ends[priority].first
    if (slot === null) return undefined
    unlink(ends[priority], slot)
    return slot
  }

  return {
    push(item, priority) {
      const slot: QueueSlot<T> = { item, priority, order: 0, before: null, after: null, queued: false }
      append(slot, priority)
      return slot
    },
    shift,
    putBack: (slot) => linkAfter(ends[slot.priority], slot, lastBefore(ends[slot.priority], slot.order)),
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
