import { describe, expect, it } from 'vitest'
import { editorText, isSendable, readIpEdit } from './ip-edit.ts'

describe('readIpEdit', () => {
  it('compares a pasted list with the present one', () => {
    const edit = readIpEdit('203.0.113.7\n198.51.100.0/28, 203.0.113.7', ['203.0.113.7/32', '192.0.2.1'])
    expect(edit.list).toEqual(['203.0.113.7', '198.51.100.0/28'])
    expect(edit.diff).toEqual({ added: ['198.51.100.0/28'], removed: ['192.0.2.1/32'], kept: ['203.0.113.7/32'] })
    expect(edit.changed).toBe(true)
  })

  it('sees no change in another spelling or order', () => {
    expect(readIpEdit('198.51.100.1/32\n203.0.113.7', ['203.0.113.7', '198.51.100.1']).changed).toBe(false)
  })

  it('keeps the order and the spelling of what was typed', () => {
    const edit = readIpEdit('203.0.113.7, office 198.51.100.1-198.51.100.9\n203.0.113.7/32', ['office'])
    expect(edit.list).toEqual(['203.0.113.7', 'office', '198.51.100.1-198.51.100.9'])
    expect([edit.networks, edit.rewritten]).toEqual([5, []])
  })

  it('points at unreadable text and keeps the rest', () => {
    const edit = readIpEdit('203.0.113.7\n  300.1.1.1', [])
    expect(edit.problems).toEqual([{ line: 2, column: 3, text: '300.1.1.1', reason: 'octet-range' }])
    expect(edit.list).toEqual(['203.0.113.7'])
  })

  it('keeps an unreadable entry that the panel has, and refuses the same text if the panel does not have it', () => {
    expect(readIpEdit('office.example', ['office.example'])).toMatchObject({
      kept: ['office.example'],
      problems: [],
      changed: false,
    })
    expect(readIpEdit('office.example', ['203.0.113.7']).problems).toHaveLength(1)
  })

  it('names what was rewritten and what needs a second look', () => {
    const edit = readIpEdit('203.0.113.7/24 0.0.0.0/0', [])
    expect(edit.rewritten).toMatchObject([{ text: '203.0.113.7/24', notes: ['host-bits'] }])
    expect(edit.warnings.map(({ code }) => code)).toContain('open-to-all')
  })

  it('does not say what changes in an unknown list', () => {
    expect(readIpEdit('203.0.113.7', null)).toMatchObject({ diff: null, changed: true })
  })
})

describe('isSendable', () => {
  it.each([
    ['203.0.113.7', true],
    ['198.51.100.1', false],
    ['203.0.113.7 office lan', false],
    [Array.from({ length: 1000 }, (_, n) => `10.0.${n >> 7}.${(n & 127) * 2}`).join('\n'), true],
    [Array.from({ length: 1001 }, (_, n) => `10.0.${n >> 7}.${(n & 127) * 2}`).join('\n'), false],
  ])('%.30s: %s', (text, expected) => {
    expect(isSendable(readIpEdit(text, ['198.51.100.1']))).toBe(expected)
  })
})

describe('editorText', () => {
  it('shows single addresses in the editor without their prefix', () => {
    expect(editorText(['203.0.113.7/32', '2001:db8::/48', 'odd'])).toBe('203.0.113.7\n2001:db8::/48\nodd')
  })
})
