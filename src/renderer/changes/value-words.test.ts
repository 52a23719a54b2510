import { expect, it } from 'vitest'
import { valueWord } from './value-words.ts'

it.each([
  ['enabled', true, 'state.enabled'],
  ['enabled', false, 'state.disabled'],
  ['readOnly', true, 'state.readOnly'],
  ['emailOnError', false, 'state.no'],
  ['quotaMb', 0, 'state.noLimit'],
  ['allowedIps', [], 'state.unrestricted'],
  ['allowedIps', null, 'state.unread'],
  ['tags', [], 'state.none'],
  ['lastRunAt', null, 'state.never'],
  ['domain', '', 'state.none'],
  ['domain', null, 'state.notShown'],
  ['note', '', 'state.none'],
  ['token', 'replaced', 'activity.value.replaced'],
  ['password', 'changed', 'activity.value.changed'],
  ['kind', 'session', 'vault.kind.session'],
  ['environment', 'production', 'shell.env.production'],
])('prints %s %o in words', (field, value, key) => {
  expect(valueWord(field, value)).toEqual({ say: 'key', key })
})

it('names the columns of a view by their ids', () => {
  expect(valueWord('columns', [{ id: 'account', widthPx: null }])).toMatchObject({ text: 'account' })
  expect(valueWord('sort', [{ columnId: 'quota', direction: 'desc' }])).toMatchObject({ text: 'quota' })
})

it('keeps figures, times and texts as they are', () => {
  expect(valueWord('quotaMb', 1024)).toEqual({ say: 'megabytes', count: 1024 })
  expect(valueWord('id', 7)).toEqual({ say: 'number', value: 7 })
  expect(valueWord('createdAt', '2026-01-01T00:00:00+07:00')).toEqual({ say: 'time', iso: '2026-01-01T00:00:00+07:00' })
  expect(valueWord('createdAt', 'soon')).toEqual({ say: 'text', text: 'soon', mono: false })
  expect(valueWord('cronExpr', '*/5 * * * *')).toEqual({ say: 'text', text: '*/5 * * * *', mono: true })
  expect(valueWord('name', 'changed')).toEqual({ say: 'text', text: 'changed', mono: false })
  expect(valueWord('tags', ['a', 'b'])).toEqual({ say: 'text', text: 'a, b', mono: false })
  expect(valueWord('limits', { a: 1 })).toEqual({ say: 'text', text: '{"a":1}', mono: true })
})
