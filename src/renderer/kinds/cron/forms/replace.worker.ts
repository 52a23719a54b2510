import { replaced, type Replacement } from './command-edit.ts'

/** A regular expression that a user types may run very long. It runs in this worker, which the caller can end. */
self.onmessage = ({
  data,
}: MessageEvent<{ readonly commands: readonly string[]; readonly replacement: Replacement }>) => {
  self.postMessage(data.commands.map((command) => replaced(command, data.replacement)))
}
