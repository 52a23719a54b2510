import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sessionBusAnswers } from './session-bus.ts'

let dir = ''
let server: Server
const path = (): string => join(dir, 'bus')
const listen = (answer: string | null): Promise<void> =>
  new Promise((resolve) => {
    server = createServer((socket) => {
      socket.on('error', () => undefined)
      if (answer !== null)
        socket.once('data', (bytes) => socket.end(bytes.toString('latin1').startsWith('\0AUTH') ? answer : 'ERROR\r\n'))
    }).listen(path(), resolve)
  })

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'wisdeck-bus-'))
  server = createServer()
})
afterEach(() => {
  server.close()
  rmSync(dir, { recursive: true, force: true })
})

describe('sessionBusAnswers', () => {
  it('finds a bus by its address and in the runtime folder', async () => {
    await listen('REJECTED EXTERNAL\r\n')
    expect(await sessionBusAnswers({ DBUS_SESSION_BUS_ADDRESS: `tcp:host=x;unix:path=${path()},guid=1` }, 1000)).toBe(
      true,
    )
    expect(await sessionBusAnswers({ XDG_RUNTIME_DIR: dir }, 1000)).toBe(true)
  })
  it('gives up on a bus that does not answer', async () => {
    await listen(null)
    expect(await sessionBusAnswers({ DBUS_SESSION_BUS_ADDRESS: `unix:path=${path()}` }, 50)).toBe(false)
  })
  it('knows when there is no bus', async () => {
    expect(await sessionBusAnswers({}, 1000)).toBe(false)
    expect(await sessionBusAnswers({ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' }, 1000)).toBe(false)
    expect(await sessionBusAnswers({ DBUS_SESSION_BUS_ADDRESS: 'unix:abstract=wisdeck-none' }, 1000)).toBe(false)
    await listen('HTTP/1.1 400 Bad Request\r\n')
    expect(await sessionBusAnswers({ DBUS_SESSION_BUS_ADDRESS: `unix:path=${path()}` }, 1000)).toBe(false)
  })
})
