import { replaced, type Replacement } from './command-edit.ts'

/** A pattern that a user types is a stranger's program: it runs here, where whoever asked can stop it. */
self.onmessage = ({
  data,
}: MessageEvent<{ readonly commands: readonly string[]; readonly replacement: Replacement }>) => {
  self.postMessage(data.commands.map((command) => replaced(command, data.replacement)))
}
