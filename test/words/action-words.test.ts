import { expectTypeOf, test } from 'vitest'
import activity from '../../src/renderer/i18n/en/activity.json' with { type: 'json' }
import type { ActionKey } from '../../src/renderer/i18n/action-keys.ts'

/** Checked by the compiler: a new method without words fails, and so do words of a method that no longer exists. */
test('the catalogue has words for each action of the activity log', () => {
  expectTypeOf<keyof typeof activity.action>().toEqualTypeOf<ActionKey>()
})
