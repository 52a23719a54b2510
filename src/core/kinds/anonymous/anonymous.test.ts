import { expect, it } from 'vitest'
import { anonymous } from './anonymous.ts'

it('reads anonymous FTP and keeps unknown values', () => {
  const read = (body: unknown) => anonymous.readOne(body, 'example.com')
  expect(read({ domain: 'x', enabled: 1, max_connections: 10 })).toEqual({
    domain: 'example.com',
    enabled: true,
    other: { max_connections: 10 },
  })
  expect(read({ data: { state: 'off' } })).toEqual({ domain: 'example.com', enabled: null, other: { state: 'off' } })
  expect(read('off')).toBeNull()
})
