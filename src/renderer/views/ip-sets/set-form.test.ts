import { expect, test } from 'vitest'
import { readIpEdit } from '../../addresses/ip-edit.ts'
import { anIpSet } from '../../test-data/an-ip-set.test-data.ts'
import { setFaults } from './set-form.ts'

const office = anIpSet('office', ['203.0.113.7/32'])
const draft = { name: 'VPN', note: '', text: '10.8.0.0/24' }
const faults = (patch: Partial<typeof draft>, id: string | null = null) => {
  const typed = { ...draft, ...patch }
  return setFaults(typed, readIpEdit(typed.text, []), id, (name) =>
    name.toLowerCase() === 'office' ? office : undefined,
  )
}

test('a complete set has no error, and a set may keep its own name', () => {
  expect(faults({})).toEqual([])
  expect(faults({ name: 'OFFICE' }, 'office')).toEqual([])
})

test.each([
  [{ name: '  ' }, { field: 'name', code: 'noName' }],
  [{ name: 'x'.repeat(81) }, { field: 'name', code: 'long' }],
  [{ name: ' Office ' }, { field: 'name', code: 'taken', name: 'office' }],
  [{ note: 'x'.repeat(2001) }, { field: 'note', code: 'long' }],
  [{ text: '# none yet' }, { field: 'text', code: 'noAddress' }],
  [
    { text: Array.from({ length: 1001 }, (_, at) => `10.0.${at >> 8}.${at & 255}`).join('\n') },
    { field: 'text', code: 'tooMany', count: 1001 },
  ],
])('%#: an error is reported at its field', (patch, fault) => {
  expect(faults(patch)).toEqual([fault])
})

test('unreadable text is found in its position, whatever ends the lines', () => {
  for (const end of ['\n', '\r\n', '\r']) {
    const text = ['203.0.113.7 # Kim', '', '  203.0.113.300', 'host'].join(end)
    const [fault] = faults({ text })
    expect(fault).toMatchObject({ field: 'text', code: 'fix', line: 3 })
    if (fault?.code === 'fix') expect(text.slice(fault.from, fault.to)).toBe('203.0.113.300')
  }
})
