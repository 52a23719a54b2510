import type { z } from 'zod'
import { methods, type MethodName, type Output, type ParsedInput } from '../shared/contract.ts'
import { AppError, toErrorValue, type Envelope } from '../shared/errors.ts'
import { framesOf } from './log/frames.ts'
import { changingMethods } from './changing-methods.ts'
import { type Answer, isJsonPieces, isJsonText, type JsonPieces, type JsonText } from './json-text.ts'
import type { Logger } from './log/types.ts'

type HandlerOutput<M extends MethodName> = Output<M> | JsonText | JsonPieces

/** One handler for each method of the contract: a missing one does not compile. */
export type Handlers = {
  readonly [M in MethodName]: (input: ParsedInput<M>) => HandlerOutput<M> | Promise<HandlerOutput<M>>
}

/** (method name, input as JSON text) → envelope as JSON text. A failed call resolves with an envelope of its error. */
export type Dispatch = (name: string, json: string) => Promise<string>
/** Does the same for a shell that can send bytes in pieces. */
export type DispatchPieces = (name: string, json: string) => Promise<Answer>

const headOf = (seq: number) => `{"ok":true,"seq":${seq},"value":`
const tail = Buffer.from('}')

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    throw new AppError('input.invalid', 'The input is not JSON', { issues: [{ path: '', message: 'not JSON' }] })
  }
}

function checkName(name: string): MethodName {
  if (!Object.hasOwn(methods, name)) throw new AppError('method.unknown', `No such method: ${name.slice(0, 60)}`)
  return name as MethodName
}

/** Returns the contract's rule that an input broke: its code and, for a size, the type of the value and the limit. */
function ruleOf(issue: z.core.$ZodIssue): object {
  if (issue.code === 'too_big') return { rule: issue.code, of: issue.origin, limit: Number(issue.maximum) }
  return issue.code === 'too_small'
    ? { rule: issue.code, of: issue.origin, limit: Number(issue.minimum) }
    : { rule: issue.code }
}

/** Returns the path of the field that an issue is about: of an unknown field its own, not that of its object. */
function pathOf(issue: z.core.$ZodIssue): string {
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1).map((key) => key.slice(0, 60)) : []
  return [...issue.path, ...unknown].join('.')
}

/**
 * Parses the input by the contract, and refuses fields that the contract does not name. The issues name paths and
 * rules, never values, because those may be secrets.
 */
function checkInput<M extends MethodName>(name: M, raw: unknown): ParsedInput<M> {
  const parsed = methods[name].input.safeParse(raw)
  if (parsed.success) return parsed.data as ParsedInput<M>
  const issues = parsed.error.issues.map((issue) => ({
    path: pathOf(issue),
    // The message of an unknown field would quote all of them.
    message: issue.code === 'unrecognized_keys' ? 'Unknown field' : issue.message,
    ...ruleOf(issue),
  }))
  throw new AppError('input.invalid', `Input of ${name} is not valid`, { issues })
}

interface DispatchDeps {
  readonly handlers: Handlers
  readonly log: Logger
  /** Returns the sequence number of the last event. */
  readonly lastSeq: () => number
  /** Resolves while the data folder can be written to. Throws otherwise. */
  readonly whenWritable: () => Promise<void>
}

/**
 * Creates the one dispatcher behind every shell. It looks up the handler, checks the input, runs the handler, wraps
 * its result and logs failures. Before a method that changes something, it waits for `whenWritable`, so that nothing is
 * changed that could not be recorded.
 *
 * An answer has the sequence number of the last event whose effect its value can show. A value that is there at once
 * shows what was before the next event. A handler that waits reads its value in the turn in which it resolves.
 */
export function createDispatch({ handlers, log, lastSeq, whenWritable }: DispatchDeps): DispatchPieces {
  const run = async <M extends MethodName>(name: M, json: string) => {
    const input = checkInput(name, parseJson(json))
    if (changingMethods.has(name)) await whenWritable()
    const output = handlers[name](input)
    if (!(output instanceof Promise)) return { value: output, seq: lastSeq() }
    const value = await output
    return { value, seq: lastSeq() }
  }

  return async (name, json) => {
    let envelope: Envelope<unknown>
    try {
      const { value, seq } = await run(checkName(name), json)
      if (isJsonPieces(value)) return [Buffer.from(headOf(seq)), ...value.jsonPieces, tail]
      if (isJsonText(value)) return `${headOf(seq)}${value.jsonText}}`
      envelope = { ok: true, seq, value }
    } catch (thrown) {
      envelope = { ok: false, error: toErrorValue(thrown) }
      const known = thrown instanceof AppError
      if (known) log.info('call.failed', { method: name.slice(0, 60), code: thrown.code })
      else log.error('call.broke', { method: name.slice(0, 60), ...envelope.error, where: framesOf(thrown) })
    }
    return JSON.stringify(envelope)
  }
}
