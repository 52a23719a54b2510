import { createPinia, setActivePinia } from 'pinia'
import { expect, it } from 'vitest'
import { anIpSet } from '../test-data/an-ip-set.test-data.ts'
import { useIpSetsStore } from './ip-sets.ts'

it('keeps the former addresses of a set, whoever changed them, and takes none from an event that is late', () => {
  setActivePinia(createPinia())
  const store = useIpSetsStore()
  const holding = (network: string) => [anIpSet('office', [network])]
  store.replace(holding('203.0.113.7/32'), 1)
  store.replace(holding('203.0.113.8/32'), 3)
  store.replace(holding('203.0.113.9/32'), 2)
  expect(store.byId.get('office')?.networks).toEqual(['203.0.113.8/32'])
  expect(store.former.get('office')).toEqual([['203.0.113.7/32']])
})
