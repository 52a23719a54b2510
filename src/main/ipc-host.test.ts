import type { IpcMainInvokeEvent, WebContents } from 'electron'
import { beforeEach, expect, it } from 'vitest'
import { inputLimitBytes } from '../shell/input-limit.ts'
import { createIpcHost, type IpcHost } from './ipc-host.ts'

type Handler = (event: IpcMainInvokeEvent, ...args: unknown[]) => Promise<unknown>

let handler: Handler | null
let host: IpcHost
let calls: string[]
let emit: (json: string) => void
let sent: string[]
let destroyed: () => void

const page = {
  id: 7,
  isDestroyed: () => false,
  send: (channel: string, json: string) => sent.push(`${channel} ${json}`),
  once: (_event: string, run: () => void) => (destroyed = run),
} as unknown as WebContents

/** Returns an event as Electron passes it. Each test changes one thing in it. */
function eventFrom(sender: unknown, senderFrame: unknown): IpcMainInvokeEvent {
  return { sender, senderFrame } as unknown as IpcMainInvokeEvent
}
const mainFrame = { parent: null, origin: 'app://wisdeck' }

beforeEach(() => {
  calls = []
  sent = []
  const ipcMain = {
    handle: (channel: string, given: Handler) => (handler = channel === 'wisdeck:call' ? given : null),
    removeHandler: () => (handler = null),
  }
  const app = {
    dispatch: async (name: string) => {
      calls.push(name)
      return '{"ok":true,"value":1}'
    },
    onEvent: (listener: (json: string) => void) => {
      emit = listener
      return () => (emit = () => {})
    },
  }
  host = createIpcHost(ipcMain, app)
  host.admit(page)
})

it('answers a call of the app’s own page', async () => {
  await expect(handler?.(eventFrom(page, mainFrame), 'app.info', '{}')).resolves.toBe('{"ok":true,"value":1}')
  expect(calls).toEqual(['app.info'])
})

it.each([
  ['an unknown window', { id: 8 }, mainFrame, /unknown window/],
  ['a frame that is gone', page, null, /no frame/],
  ['a frame inside the page', page, { parent: mainFrame, origin: 'app://wisdeck' }, /not the main frame/],
  ['another origin', page, { parent: null, origin: 'https://evil.example' }, /foreign origin/],
  ['an opaque origin', page, { parent: null, origin: 'null' }, /foreign origin/],
  ['an origin that begins like ours', page, { parent: null, origin: 'app://wisdeck.evil' }, /foreign origin/],
])('rejects %s', async (_name, sender, frame, reason) => {
  await expect(handler?.(eventFrom(sender, frame), 'app.info', '{}')).rejects.toThrow(reason)
  expect(calls).toEqual([])
})

it.each([
  ['no input', ['app.info']],
  ['an object as input', ['app.info', {}]],
  ['an object as name', [{ toString: 'app.info' }, '{}']],
  ['an endless name', ['a'.repeat(201), '{}']],
  ['an input beyond the limit', ['app.info', 'x'.repeat(inputLimitBytes + 1)]],
])('answers %s with an envelope', async (_name, args) => {
  const text = await handler?.(eventFrom(page, mainFrame), ...args)
  expect(JSON.parse(String(text))).toMatchObject({ ok: false, error: { code: 'input.invalid' } })
  expect(calls).toEqual([])
})

it('accepts a call as large as the largest export', async () => {
  const text = JSON.stringify({ text: 'x'.repeat(60_000_000) })
  await expect(handler?.(eventFrom(page, mainFrame), 'data.import', text)).resolves.toBe('{"ok":true,"value":1}')
})

it('sends events only to windows that still exist, until it is closed', async () => {
  emit('{"event":"x"}')
  expect(sent).toEqual(['wisdeck:event {"event":"x"}'])
  destroyed()
  emit('{"event":"y"}')
  expect(sent).toHaveLength(1)
  await expect(handler?.(eventFrom(page, mainFrame), 'app.info', '{}')).rejects.toThrow(/unknown window/)
  host.close()
  expect(handler).toBeNull()
})
