import { createSSRApp } from 'vue'
import { renderToString } from 'vue/server-renderer'
import { expect, it } from 'vitest'
import type { ErrorValue } from '../../shared/errors.ts'
import { createAppI18n } from '../i18n/index.ts'
import ErrorNote from './ErrorNote.vue'

const shown = (error: ErrorValue) => renderToString(createSSRApp(ErrorNote, { error }).use(createAppI18n()))

it('names the reasons why an input was refused, and omits the list if there are none', async () => {
  const issues = [{ path: 'intent.action.entries', message: 'Too big', rule: 'too_big', of: 'array', limit: 1000 }]
  expect(await shown({ code: 'input.invalid', message: '', details: { issues } })).toContain(
    'Addresses: at most 1,000 entries at a time.',
  )
  expect((await shown({ code: 'input.invalid', message: '' })).match(/<p/g)).toHaveLength(2)
})
