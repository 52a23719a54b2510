/**
 * Parses a text stream of server-sent events (HTML Living Standard, "Server-sent events"). `push` takes each piece as
 * it arrives and returns the data of the events that are complete. Comments and other fields are dropped.
 */
export function createSseParser(): { push(piece: string): readonly string[] } {
  let incompleteLine = ''
  let data: string[] = []
  return {
    push(piece) {
      const lines = (incompleteLine + piece).split('\n')
      incompleteLine = lines.pop() ?? ''
      const complete: string[] = []
      for (const raw of lines) {
        const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw
        if (line === '') {
          if (data.length > 0) complete.push(data.join('\n'))
          data = []
        } else if (line.startsWith('data:')) {
          data.push(line.slice(line.startsWith('data: ') ? 6 : 5))
        }
      }
      return complete
    },
  }
}
