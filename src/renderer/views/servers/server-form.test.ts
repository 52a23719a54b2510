import { describe, expect, it } from 'vitest'
import { aServer } from '../../test-data/a-server.test-data.ts'
import {
  addressOf,
  emptyForm,
  formOf,
  formProblems,
  nameFor,
  sameOrigin,
  toDraft,
  toPatch,
  withTags,
} from './server-form.ts'

describe('addressOf', () => {
  it('reads an address as core does', () => {
    expect(addressOf({ url: ' 203.0.113.10 ', allowHttp: false })).toMatchObject({
      state: 'good',
      read: { url: 'https://203.0.113.10:2083/api/v1' },
    })
    expect(addressOf({ url: '', allowHttp: false })).toEqual({ state: 'bad', problem: 'empty' })
  })
  it('accepts plain http only if it is allowed', () => {
    expect(addressOf({ url: 'http://203.0.113.10', allowHttp: false }).state).toBe('http')
    expect(addressOf({ url: 'http://203.0.113.10', allowHttp: true }).state).toBe('good')
  })
})

describe('formProblems', () => {
  it('accepts an address alone', () => expect(formProblems({ ...emptyForm, url: 'panel.example.com' })).toEqual([]))
  it('names each value that core would refuse', () => {
    const form = { ...emptyForm, url: 'http://a b', name: 'x'.repeat(101), timeZone: 'Mars/Olympus' }
    expect(formProblems(form)).toEqual(['address', 'name-long', 'time-zone'])
    expect(formProblems({ ...emptyForm, url: 'http://panel.example.com' })).toEqual(['http'])
  })
})

it('names a server after its host if no name was typed', () => {
  expect(nameFor({ name: ' ', url: 'https://Panel.Example.com:3082/api/v1/' })).toBe('panel.example.com')
  expect(nameFor({ name: ' Shop ', url: '' })).toBe('Shop')
  expect(toDraft({ ...emptyForm, url: '203.0.113.10', timeZone: ' ' })).toMatchObject({
    name: '203.0.113.10',
    timeZone: null,
  })
})

describe('toPatch', () => {
  const server = aServer({ name: 'web-1', tags: ['a'], timeZone: 'Asia/Ho_Chi_Minh' })
  it('is empty for an unchanged form, and for an address in another spelling', () => {
    expect(toPatch(server, formOf(server))).toBeNull()
    expect(toPatch(server, { ...formOf(server), url: '203.0.113.10', name: ' web-1 ' })).toBeNull()
  })
  it('has only the changed fields', () => {
    expect(toPatch(server, { ...formOf(server), tags: ['a', 'b'], timeZone: '' })).toEqual({
      tags: ['a', 'b'],
      timeZone: null,
    })
    expect(toPatch(server, { ...formOf(server), url: '203.0.113.10:3082' })).toEqual({
      url: 'https://203.0.113.10:3082/api/v1',
    })
  })
})

describe('withTags', () => {
  it('splits a text and leaves out duplicates', () =>
    expect(withTags(['Lotus'], 'lotus, shop; shop ;\nvn')).toEqual(['Lotus', 'shop', 'vn']))
  it('is the same list if nothing is added', () => {
    const tags = ['a']
    expect(withTags(tags, ' A ,')).toBe(tags)
  })
})

it('recognises the same panel under another path, and another port as another panel', () => {
  expect(sameOrigin('203.0.113.10', 'https://203.0.113.10:2083/panel')).toBe(true)
  expect(sameOrigin('203.0.113.10', '203.0.113.10:3082')).toBe(false)
  expect(sameOrigin('', '')).toBe(false)
})
