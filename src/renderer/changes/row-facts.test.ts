import { expect, it } from 'vitest'
import { shownFields } from './row-facts.ts'

it('shows a whole row without its name, its times and what is empty', () => {
  const row = {
    username: 'lotus_deploy',
    owner: 'lotus',
    homeDir: '/home/lotus',
    quotaMb: 0,
    enabled: false,
    domain: null,
    allowedIps: null,
    createdAt: '2026-01-01T00:00:00Z',
  }
  expect(shownFields({ before: row, after: null })).toEqual(['quotaMb', 'enabled', 'allowedIps'])
})

it('shows of a change the fields that it changes, and a new name', () => {
  expect(shownFields({ before: { name: 'a', enabled: true }, after: { name: 'b', enabled: true } })).toEqual([
    'name',
    'enabled',
  ])
})
