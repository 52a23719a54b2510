import { EventEmitter } from 'node:events'
import type { App, AutoUpdater, PowerMonitor } from 'electron'
import { beforeEach, expect, it } from 'vitest'
import { guardQuit, type QuitGuard } from './quit.ts'

let app: EventEmitter & { quit(): void }
let power: EventEmitter
let updater: EventEmitter
let guard: QuitGuard
let working: boolean
let asked: number
let answer: (quit: boolean) => void
let stopped: boolean

beforeEach(() => {
  working = true
  asked = 0
  stopped = false
  power = new EventEmitter()
  updater = new EventEmitter()
  app = Object.assign(new EventEmitter(), {
    quit() {
      let prevented = false
      app.emit('before-quit', { preventDefault: () => (prevented = true) })
      stopped = !prevented
    },
  })
  const ask = () => {
    asked += 1
    return new Promise<boolean>((resolve) => (answer = resolve))
  }
  guard = guardQuit({
    app: app as unknown as App,
    power: power as unknown as PowerMonitor,
    updater: updater as unknown as AutoUpdater,
    working: () => working,
    ask,
  })
})

const settled = () => new Promise((resolve) => setImmediate(resolve))

it('quits at once while no run is at work', () => {
  working = false
  app.quit()
  expect([stopped, asked, guard.leaving]).toEqual([true, 0, true])
})

it('asks once while a run is at work, and stays', async () => {
  app.quit()
  app.quit()
  expect([stopped, asked]).toEqual([false, 1])
  answer(false)
  await settled()
  expect([stopped, guard.leaving]).toEqual([false, false])
  app.quit()
  expect(asked).toBe(2)
})

it('quits if the user confirms', async () => {
  app.quit()
  answer(true)
  await settled()
  expect([stopped, asked, guard.leaving]).toEqual([true, 1, true])
})

it('does not delay a system shutdown', () => {
  power.emit('shutdown')
  app.quit()
  expect([stopped, asked]).toEqual([true, 0])
})

it('does not ask a user who has agreed', () => {
  guard.agree()
  app.quit()
  expect([stopped, asked]).toEqual([true, 0])
})

it('lets an installer quit if no run is at work, and asks again once the installer has failed', () => {
  working = false
  updater.emit('before-quit-for-update')
  expect(guard.leaving).toBe(true)
  updater.emit('error', new Error('not signed'))
  working = true
  app.quit()
  expect([stopped, asked, guard.leaving]).toEqual([false, 1, false])
})

it('asks about a run that started after the installer was agreed to', () => {
  updater.emit('before-quit-for-update')
  app.quit()
  expect([stopped, asked, guard.leaving]).toEqual([false, 1, false])
})
