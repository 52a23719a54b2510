import type { App } from '../core/app.ts'
import type { Input, MethodName, OutputOf } from '../shared/contract.ts'
import { AppError, type Envelope } from '../shared/errors.ts'

/** Calls a method of core with JSON text, as the page does. Throws the AppError of a failed call. */
export async function callApp<M extends MethodName, I extends Input<M>>(
  app: Pick<App, 'dispatch'>,
  method: M,
  input: I,
): Promise<OutputOf<M, I>> {
  const envelope = JSON.parse(await app.dispatch(method, JSON.stringify(input))) as Envelope<OutputOf<M, I>>
  if (envelope.ok) return envelope.value
  throw new AppError(envelope.error.code, envelope.error.message, envelope.error.details)
}
