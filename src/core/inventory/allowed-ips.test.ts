import { expect, test } from 'vitest'
import { idleInMs } from './allowed-ips.ts'

const nowMs = 1_000_000

test.each([
  ['nothing known yet', { limit: null, remaining: null, resetAtMs: null }, 0],
  ['a full window', { limit: 60, remaining: 58, resetAtMs: nowMs + 20_000 }, 0],
  ['just enough that half stays for people', { limit: 60, remaining: 40, resetAtMs: nowMs + 20_000 }, 0],
  ['less than that: the next window', { limit: 60, remaining: 39, resetAtMs: nowMs + 20_000 }, 20_000],
  ['spent by others, no end told', { limit: 60, remaining: 0, resetAtMs: null }, 60_000],
  ['figures of a window that is over', { limit: 60, remaining: 0, resetAtMs: nowMs - 1 }, 0],
])('%s', (_, view, expected) => {
  expect(idleInMs(view, nowMs)).toBe(expected)
})
