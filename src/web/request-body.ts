import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import { inputLimitBytes } from '../shell/input-limit.ts'

export interface Call {
  readonly method: string
  readonly input: unknown
}

export type BodyFault = 'not-json' | 'too-large' | 'malformed'

const call = z.object({ method: z.string(), input: z.unknown().optional() })

/** Reads a body up to the limit. Returns null if it is larger. Rejects if the sender disconnects. */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  if (Number(request.headers['content-length'] ?? 0) > inputLimitBytes) return null
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request) {
    bytes += (part as Buffer).length
    if (bytes > inputLimitBytes) return null
    parts.push(part as Buffer)
  }
  return Buffer.concat(parts)
}

/** Reads `{method, input}` from a request. Refuses a form, which any site could post, without reading its body. */
export async function readCall(request: IncomingMessage): Promise<Call | BodyFault> {
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) return 'not-json'
  const body = await readBody(request)
  if (body === null) return 'too-large'
  try {
    const parsed = call.safeParse(JSON.parse(body.toString('utf8')))
    return parsed.success ? { method: parsed.data.method, input: parsed.data.input ?? {} } : 'malformed'
  } catch {
    return 'malformed'
  }
}
