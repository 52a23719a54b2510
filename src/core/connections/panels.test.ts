import { expect, test } from 'vitest'
import type { StoredServer } from '../storage/types.ts'
import { createPanels } from './panels.ts'

const server = (id: string, url: string, key: string | null = null) =>
  ({ id, url, pin: key === null ? null : { keyFingerprint256: key } }) as StoredServer

const panelsOf = (...list: readonly StoredServer[]) => {
  const panelOf = createPanels({ list: () => list })
  return list.map(({ id }) => panelOf(id))
}

test('servers of one origin are one panel, whatever their path; others are not', () => {
  expect(
    panelsOf(
      server('a', 'https://one.example:2083/api/v1'),
      server('b', 'https://two.example:2083/api/v1'),
      server('c', 'https://one.example:2083/api/v1'),
      server('d', 'https://one.example:3082/api/v1'),
    ),
  ).toEqual(['a', 'b', 'a', 'd'])
})

test('servers with the same key are one panel, also if only a third one joins them', () => {
  expect(
    panelsOf(
      server('a', 'https://one.example:2083/api/v1', 'K'),
      server('b', 'https://192.0.2.1:2083/api/v1', 'K'),
      server('c', 'https://two.example:2083/api/v1'),
      server('d', 'https://three.example:2083/api/v1', 'L'),
      server('e', 'https://two.example:2083/api/v1', 'L'),
      server('f', 'https://four.example:2083/api/v1', 'M'),
    ),
  ).toEqual(['a', 'a', 'c', 'c', 'c', 'f'])
})

test('a changed list is looked through again, and an unknown server is a panel of its own', () => {
  let list = [server('a', 'https://one.example/api/v1'), server('b', 'https://two.example/api/v1')]
  const panelOf = createPanels({ list: () => list })
  expect(panelOf('b')).toBe('b')
  list = [list[0]!, server('b', 'https://one.example/api/v1')]
  expect([panelOf('b'), panelOf('gone')]).toEqual(['a', 'gone'])
})
