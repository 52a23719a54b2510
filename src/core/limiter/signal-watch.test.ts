import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { createSignalWatch } from './signal-watch.ts'

describe('createSignalWatch', () => {
  it('calls all watchers in order, with one listener', () => {
    const { watch } = createSignalWatch()
    const controller = new AbortController()
    const seen: string[] = []
    const twice = (): void => void seen.push('twice')
    for (const run of [twice, () => void seen.push('other'), twice]) watch(controller.signal, run)
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1)
    controller.abort()
    expect(seen).toEqual(['twice', 'other', 'twice'])
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0)
  })

  it('removes its listener with the last watcher, and can start again', () => {
    const { watch } = createSignalWatch()
    const controller = new AbortController()
    const seen: string[] = []
    const ends = ['a', 'b'].map((name) => watch(controller.signal, () => void seen.push(name)))
    ends[0]?.()
    ends[0]?.()
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1)
    ends[1]?.()
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0)
    watch(controller.signal, () => void seen.push('c'))
    ends[1]?.()
    controller.abort()
    expect(seen).toEqual(['c'])
  })

  it('does not call a watcher that another one has just removed', () => {
    const { watch } = createSignalWatch()
    const controller = new AbortController()
    const seen: string[] = []
    const ends: (() => void)[] = []
    watch(controller.signal, () => ends[0]?.())
    ends.push(watch(controller.signal, () => void seen.push('gone')))
    controller.abort()
    expect(seen).toEqual([])
  })
})
