import { AppError, toErrorValue } from '../../shared/errors.ts'

/** Returns whether the change was sent and no answer to it could be read, so that it may be in force. */
const isAnswerLost = (thrown: unknown): thrown is AppError =>
  thrown instanceof AppError && thrown.code.startsWith('net.') && thrown.details?.['sent'] === true

const unknownError = (cause: unknown) =>
  new AppError('write.unknown', 'Whether the change was made is not known', { cause: toErrorValue(cause) })

/**
 * Makes a change and reads it back. `isApplied` tells whether the read shows the change, or null if a read cannot show
 * it: then the panel's answer counts. If the change got no answer, the read decides whether it is in force.
 * `subject` names what is changed, for the error.
 * @throws AppError what `set` throws, except a net.* after the change was sent; that net.* if the change is not in
 * force; write.not-applied if the panel accepted it and shows something else; write.unknown if the read failed, or
 * if it cannot show a change that got no answer
 */
export async function setAndRead<T>(
  subject: string,
  steps: {
    readonly set: () => Promise<unknown>
    readonly read: () => Promise<T>
    readonly isApplied: (after: T) => boolean | null
  },
): Promise<T> {
  const lostAnswer = await steps.set().then(
    () => null,
    (thrown: unknown) => {
      if (isAnswerLost(thrown)) return thrown
      throw thrown
    },
  )
  const after = await steps.read().catch((thrown: unknown) => {
    throw unknownError(lostAnswer ?? thrown)
  })
  const applied = steps.isApplied(after)
  if (applied === true || (applied === null && lostAnswer === null)) return after
  if (lostAnswer) throw applied === null ? unknownError(lostAnswer) : lostAnswer
  throw new AppError('write.not-applied', 'The panel accepted the change but shows the old value', { subject })
}
