import { AppError, toErrorValue } from '../../shared/errors.ts'

/** Returns whether the change was sent and got no answer, so that it may be in force. */
const isAnswerLost = (thrown: unknown): thrown is AppError =>
  thrown instanceof AppError && thrown.code.startsWith('net.') && thrown.details?.['sent'] === true

const unknownError = (cause: unknown) =>
  new AppError('write.unknown', 'Whether the change was made is not known', { cause: toErrorValue(cause) })

/**
 * Sets a state and reads it back. `isApplied` tells whether the read shows the state, or null if the read cannot tell.
 * If all answers to the change were lost, the read decides: the state is in force, or it is not and may be set
 * again.
 * @throws AppError: the panel's answer to the change; the network's error if the change was lost and is not in
 * force; write.not-applied if the panel accepted it and yet shows something else; write.unknown if the outcome
 * cannot be told.
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
