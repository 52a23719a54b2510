/**
 * Returns where in the code something was thrown: the frames of its stack. The message is left out. After a bug it may
 * quote anything, even a password, and the redactor knows only the secrets it was given.
 */
export function framesOf(thrown: unknown): readonly string[] {
  const stack = thrown instanceof Error ? (thrown.stack ?? '') : ''
  return stack
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^at .+:\d+:\d+\)?$/.test(line))
    .slice(0, 20)
}
