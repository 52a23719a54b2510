import { expect, it } from 'vitest'
import { rebaseList } from './rebase.ts'

it.each([
  [
    'gains what was to come',
    ['192.0.2.99'],
    ['10.0.0.1'],
    ['10.0.0.1', '198.51.100.24/32'],
    ['192.0.2.99', '198.51.100.24/32'],
  ],
  [
    'loses what was to go, however it is written',
    ['10.0.0.1/32', '192.0.2.99'],
    ['10.0.0.1', '10.0.0.2'],
    ['10.0.0.2'],
    ['192.0.2.99'],
  ],
  ['gains nothing twice', ['198.51.100.24'], ['10.0.0.1'], ['10.0.0.1', '198.51.100.24/32'], ['198.51.100.24']],
  ['stays empty where only something was to go', [], ['10.0.0.1'], [], []],
])('%s', (_what, found, was, will, becomes) => {
  expect(rebaseList(found, was, will)).toEqual(becomes)
})
