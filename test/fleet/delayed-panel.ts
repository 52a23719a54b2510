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
  readonly requestLines: readonly string[]
  /**
   * From now on, answers all matching requests with this text and status (200 by default) instead. Nothing is done of
   * a request that is answered with an error.
   */
  answerWith(pattern: RegExp, text: string, status?: number): void
  /** From now on, delays the answers to all matching requests. The returned function releases them. */
  delay(pattern: RegExp): () => void
  /** Resolves when a matching request has arrived since the start of the panel. */
  whenRequested(pattern: RegExp): Promise<void>
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
  const requestLines: string[] = []
  const delays = new Map<RegExp, Promise<void>>()
  const fixedAnswers: { readonly pattern: RegExp; readonly text: string; readonly status: number }[] = []
  const waiters = new Set<() => void>()

  const answer = async (request: IncomingMessage, reply: ServerResponse) => {
    let text = ''
    for await (const chunk of request) text += String(chunk)
    const line = `${request.method} ${request.url}`
    const fixedAnswer = fixedAnswers.find(({ pattern }) => pattern.test(line))
    const isRefused = fixedAnswer !== undefined && fixedAnswer.status >= 400
    const body = text === '' ? {} : (JSON.parse(text) as Partial<Account>)
    const answerBody = isRefused ? null : answerOf(accounts, request.method ?? '', request.url ?? '', body)
    const matchingDelays = [...delays].filter(([pattern]) => pattern.test(line)).map(([, until]) => until)
    requestLines.push(line)
    for (const check of waiters) check()
    await Promise.all(matchingDelays)
    if (fixedAnswer !== undefined)
      return void reply.writeHead(fixedAnswer.status, { 'Content-Type': 'application/json' }).end(fixedAnswer.text)
    reply
      .writeHead(answerBody === null ? 404 : 200, { 'Content-Type': 'application/json' })
      .end(JSON.stringify(answerBody ?? { error: 'Not found' }))
  }
  const bare = await startBare((request, reply) => void answer(request, reply).catch(() => reply.destroy()))
  return {
    ...bare,
    accounts,
    requestLines,
    answerWith: (pattern, text, status = 200) => void fixedAnswers.push({ pattern, text, status }),
    delay(pattern) {
      let release = () => {}
      delays.set(pattern, new Promise<void>((resolve) => (release = resolve)))
      return () => {
        delays.delete(pattern)
        release()
      }
    },
    whenRequested: (pattern) =>
      new Promise<void>((resolve) => {
        const check = () => {
          if (!requestLines.some((line) => pattern.test(line))) return
          waiters.delete(check)
          resolve()
        }
        waiters.add(check)
        check()
      }),
  }
}

export const account = (username: string, overrides: Partial<Account> = {}): Account => ({
  username,
  owner: 'admin',
  quota_mb: 10,
  enabled: true,
  allowed_ips: ['192.0.2.1'],
  ...overrides,
})
