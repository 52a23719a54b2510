import { EventEmitter } from 'node:events'
import type { App } from 'electron'
import { expect, it } from 'vitest'
import type { Location } from '../shared/model/location.ts'
import { createLinkInbox, hashOf, linkAmong } from './links.ts'

it('accepts the last argument of a second start, if it is a link', () => {
  expect(linkAmong(['wisdeck', '--x', 'wisdeck://cron'])).toEqual({ screen: 'cron', query: {} })
  expect(linkAmong(['wisdeck', 'wisdeck://cron', '--data-dir=/x'])).toBeNull()
  expect(linkAmong([])).toBeNull()
})

it('writes the address that the page reads', () => {
  expect(hashOf({ screen: 'servers', query: {} })).toBe('#/servers')
  expect(hashOf({ screen: 'ftp', query: { server: 'a b&c' } })).toBe('#/ftp?server=a+b%26c')
})

it('keeps a link that came before there was a listener', () => {
  const app = new EventEmitter()
  const inbox = createLinkInbox(app as unknown as App, ['wisdeck'])
  const open = (url: string) => app.emit('open-url', { preventDefault: () => {} }, url)
  open('wisdeck://nowhere')
  open('wisdeck://cron')
  const seen: (Location | undefined)[] = []
  inbox.listen((location) => seen.push(location))
  open('wisdeck://ftp')
  expect(seen.map((location) => location?.screen)).toEqual(['cron', 'ftp'])
})

it('gives the window the latest link so far, and only once', () => {
  const app = new EventEmitter()
  const inbox = createLinkInbox(app as unknown as App, ['wisdeck', 'wisdeck://runs'])
  app.emit('second-instance', {}, ['wisdeck', 'wisdeck://ftp'])
  app.emit('second-instance', {}, ['wisdeck'])
  expect(inbox.take()).toEqual({ screen: 'ftp', query: {} })
  expect(inbox.take()).toBeUndefined()
  // This link arrives while the window is being opened.
  app.emit('second-instance', {}, ['wisdeck', 'wisdeck://cron'])
  const seen: (Location | undefined)[] = []
  inbox.listen((location) => seen.push(location))
  app.emit('second-instance', {}, ['wisdeck'])
  expect(seen.map((location) => location?.screen)).toEqual(['cron', undefined])
})
