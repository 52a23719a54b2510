import { expect, test } from 'vitest'
import type { ErrorCode } from '../../../shared/errors.ts'
import { freshOutcome } from '../../storage/run-columns.ts'
import { mayStillLand } from './give-up.ts'

const endedBy = (code: ErrorCode, status?: number, asCause = false) => {
  const error = { code, message: '', details: { status } }
  const lost = { code: 'write.unknown' as const, message: '', details: { cause: error } }
  return { outcome: { ...freshOutcome, error: asCause ? lost : error } }
}

test.each<[string, boolean, readonly ReturnType<typeof endedBy>[]]>([
  ['no one, because it was lost', true, [endedBy('net.timeout'), endedBy('net.lost', undefined, true)]],
  ['a gateway', true, [502, 503, 504, 520, 524].map((status) => endedBy('panel.server-error', status))],
  ['a gateway, of a POST', true, [endedBy('panel.server-error', 504, true)]],
  ['the panel', false, [500, 501, 505, 507, 508].map((status) => endedBy('panel.server-error', status))],
  ['a redirect', false, [endedBy('panel.redirect', 302)]],
])('a request answered by %s may still be carried out: %s', (_, may, items) => {
  expect(items.map(mayStillLand)).toEqual(items.map(() => may))
})
