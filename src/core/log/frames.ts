/**
 * Where in the code something was thrown: the frames of its stack. Its message is left out, for a bug may quote
 * anything in it, a password among the rest, and the redactor knows only the secrets it was told of.
 */
export function framesOf(thrown: unknown): readonly string[] {
  const stack = thrown instanceof Error ? (thrown.stack ?? '') : ''
  return stack
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^at .+:\d+:\d+\)?$/.test(line))
    .slice(0, 20)
}
