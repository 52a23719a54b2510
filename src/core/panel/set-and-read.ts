import { AppError, toErrorValue } from '../../shared/errors.ts'

/** The set was sent and no answer to it came: it may be in force. */
const isLost = (thrown: unknown): thrown is AppError =>
  thrown instanceof AppError && thrown.code.startsWith('net.') && thrown.details?.['sent'] === true

const unknown = (cause: unknown) =>
  new AppError('write.unknown', 'Whether the change was made is not known', { cause: toErrorValue(cause) })

/**
 * Sets a state and reads it back. `isSet` says whether the reading shows it, null where a reading cannot tell.
 * A set whose answers were all lost is settled by the reading: it is in force, or it is not and may be tried again.
 * @throws AppError what the panel said to the set; the network's error where the set was lost and is not in force;
 * write.not-applied where the panel took it and yet shows something else; write.unknown where that cannot be told.
 */
export async function setAndRead<T>(
  subject: string,
  steps: {
    readonly set: () => Promise<unknown>
    readonly read: () => Promise<T>
    readonly isSet: (after: T) => boolean | null
  },
): Promise<T> {
  const lost = await steps.set().then(
    () => null,
    (thrown: unknown) => {
      if (isLost(thrown)) return thrown
      throw thrown
    },
  )
  const after = await steps.read().catch((thrown: unknown) => {
    throw unknown(lost ?? thrown)
  })
  const isSet = steps.isSet(after)
  if (isSet === true || (isSet === null && lost === null)) return after
  if (lost) throw isSet === null ? unknown(lost) : lost
  throw new AppError('write.not-applied', 'The panel accepted the change but shows the old value', { subject })
}
