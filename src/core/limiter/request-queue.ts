import { lanes } from './budget-model.ts'
import type { Lane } from './types.ts'

/** A place in the queue. Owned by the queue; holders only hand it back. */
export interface QueuePlace<T> {
  readonly item: T
  lane: Lane
  /** Arrival number: orders requests that return to the front. */
  order: number
  before: QueuePlace<T> | null
  after: QueuePlace<T> | null
  queued: boolean
}

/** First come, first served inside each lane. Every operation takes constant time, but for a return to the front. */
export interface RequestQueue<T> {
  /** Appends to a lane. */
  push(item: T, lane: Lane): QueuePlace<T>
  /** Takes the first of a lane. */
  shift(lane: Lane): QueuePlace<T> | undefined
  /** Puts back what was taken, in front of all that arrived later. */
  putBack(place: QueuePlace<T>): void
  /** Takes a place out from anywhere; false when it is not queued. */
  remove(place: QueuePlace<T>): boolean
  /** Moves a queued place to the end of another lane; false when it is not queued or there already. */
  move(place: QueuePlace<T>, lane: Lane): boolean
  /** Empties all lanes and returns what was in them. */
  drain(): T[]
}

interface Ends<T> {
  first: QueuePlace<T> | null
  last: QueuePlace<T> | null
}

function linkAfter<T>(lane: Ends<T>, place: QueuePlace<T>, previous: QueuePlace<T> | null): void {
  const next = previous === null ? lane.first : previous.after
  place.before = previous
  place.after = next
  place.queued = true
  if (previous === null) lane.first = place
  else previous.after = place
  if (next === null) lane.last = place
  else next.before = place
}

function unlink<T>(lane: Ends<T>, place: QueuePlace<T>): void {
  if (place.before === null) lane.first = place.after
  else place.before.after = place.after
  if (place.after === null) lane.last = place.before
  else place.after.before = place.before
  place.before = null
  place.after = null
  place.queued = false
}

/** The last of those that arrived earlier. Only others that came back can be: no more than were in flight. */
function lastBefore<T>(lane: Ends<T>, order: number): QueuePlace<T> | null {
  let previous: QueuePlace<T> | null = null
  let next = lane.first
  while (next !== null && next.order < order) {
    previous = next
    next = next.after
  }
  return previous
}

/** An empty queue of three lanes, each a doubly linked list, so that cancelling one of 100,000 costs no search. */
export function createRequestQueue<T>(): RequestQueue<T> {
  const ends: Record<Lane, Ends<T>> = {
    interactive: { first: null, last: null },
    bulk: { first: null, last: null },
    background: { first: null, last: null },
  }
  let arrivals = 0

  const append = (place: QueuePlace<T>, lane: Lane): void => {
    place.lane = lane
    place.order = arrivals
    arrivals += 1
    linkAfter(ends[lane], place, ends[lane].last)
  }
  const remove = (place: QueuePlace<T>): boolean => {
    if (!place.queued) return false
    unlink(ends[place.lane], place)
    return true
  }
  const shift = (lane: Lane): QueuePlace<T> | undefined => {
    const place = ends[lane].first
    if (place === null) return undefined
    unlink(ends[lane], place)
    return place
  }

  return {
    push(item, lane) {
      const place: QueuePlace<T> = { item, lane, order: 0, before: null, after: null, queued: false }
      append(place, lane)
      return place
    },
    shift,
    putBack: (place) => linkAfter(ends[place.lane], place, lastBefore(ends[place.lane], place.order)),
    remove,
    move(place, lane) {
      if (place.lane === lane || !remove(place)) return false
      append(place, lane)
      return true
    },
    drain() {
      const items: T[] = []
      for (const lane of lanes) {
        for (let place = shift(lane); place !== undefined; place = shift(lane)) items.push(place.item)
      }
      return items
    },
  }
}
