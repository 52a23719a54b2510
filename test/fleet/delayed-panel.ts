import type { IncomingMessage, ServerResponse } from 'node:http'
import { startBare, type BareServer } from '../kit/panels.ts'

interface Account {
  readonly username: string
  readonly owner: string
  readonly quota_mb: number
  readonly enabled: boolean
  readonly allowed_ips: readonly string[]
}

/** A panel whose answers can be delayed. The content of an answer is fixed when its request arrives. */
export interface DelayedPanel extends BareServer {
  readonly accounts: Map<string, Account>
  /** `METHOD path` of every request, in order. */
  readonly asked: readonly string[]
  /** From now on, answers all matching requests with this text instead. */
  say(pattern: RegExp, text: string): void
  /** From now on, delays the answers to all matching requests. The returned function releases them. */
  hold(pattern: RegExp): () => void
  /** Resolves when a matching request has arrived since the start of the panel. */
  came(pattern: RegExp): Promise<void>
}

/** What the panel answers, after it has done what was asked. */
function answerOf(accounts: Map<string, Account>, method: string, path: string, body: Partial<Account>): unknown {
  const [name = '', verb] = path.replace('/api/v1/ftp/', '').split('/')
  const account = accounts.get(name)
  if (path === '/api/v1/cronjobs/') return []
  if (path === '/api/v1/ftp/') return { accounts: [...accounts.values()], total: accounts.size }
  if (!account) return null
  if (method === 'DELETE') accounts.delete(name)
  if (method === 'PUT') accounts.set(name, { ...account, ...body })
  if (verb === 'toggle') accounts.set(name, { ...account, enabled: !account.enabled })
  return accounts.get(name) ?? { message: 'gone' }
}

export async function startDelayedPanel(): Promise<DelayedPanel> {
  const accounts = new Map<string, Account>()
  const asked: string[] = []
  const holds = new Map<RegExp, Promise<void>>()
  const sayings: [RegExp, string][] = []
  const waiting = new Set<() => void>()

  const answer = async (request: IncomingMessage, reply: ServerResponse) => {
    let text = ''
    for await (const part of request) text += String(part)
    const line = `${request.method} ${request.url}`
    const said = answerOf(
      accounts,
      request.method ?? '',
      request.url ?? '',
      text === '' ? {} : (JSON.parse(text) as Partial<Account>),
    )
    const held = [...holds].filter(([pattern]) => pattern.test(line)).map(([, until]) => until)
    asked.push(line)
    for (const look of waiting) look()
    await Promise.all(held)
    const saying = sayings.find(([pattern]) => pattern.test(line))?.[1]
    if (saying !== undefined) return void reply.writeHead(200, { 'Content-Type': 'application/json' }).end(saying)
    reply
      .writeHead(said === null ? 404 : 200, { 'Content-Type': 'application/json' })
      .end(JSON.stringify(said ?? { error: 'Not found' }))
  }
  const bare = await startBare((request, reply) => void answer(request, reply).catch(() => reply.destroy()))
  return {
    ...bare,
    accounts,
    asked,
    say: (pattern, said) => void sayings.push([pattern, said]),
    hold(pattern) {
      let release = () => {}
      holds.set(pattern, new Promise<void>((resolve) => (release = resolve)))
      return () => {
        holds.delete(pattern)
        release()
      }
    },
    came: (pattern) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (!asked.some((line) => pattern.test(line))) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
      }),
  }
}

export const account = (username: string, over: Partial<Account> = {}): Account => ({
  username,
  owner: 'admin',
  quota_mb: 10,
  enabled: true,
  allowed_ips: ['192.0.2.1'],
  ...over,
})
