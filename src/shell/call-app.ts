import type { App } from '../core/app.ts'
import type { Input, MethodName, Output } from '../shared/contract.ts'
import { AppError, type Envelope } from '../shared/errors.ts'

/** Calls a method of core with JSON text, as the page does. Throws the AppError of a failed call. */
export async function callApp<M extends MethodName>(
  app: Pick<App, 'dispatch'>,
  method: M,
  input: Input<M>,
): Promise<Output<M>> {
  const envelope = JSON.parse(await app.dispatch(method, JSON.stringify(input))) as Envelope<Output<M>>
  if (envelope.ok) return envelope.value
  throw new AppError(envelope.error.code, envelope.error.message, envelope.error.details)
}
