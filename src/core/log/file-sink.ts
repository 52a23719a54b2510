import {
  chmodSync,
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import type { LogSink } from '../ports.ts'

interface FileSinkOptions {
  /** The folder of the log files, made with mode 0700. */
  readonly dir: string
  /** The largest size of a file in bytes. A line that would exceed it goes to a new file. 1 MB by default. */
  readonly maxBytes?: number
  /** The number of files kept in total. 5 by default. */
  readonly files?: number
}

interface FileSink extends LogSink {
  tail(maxLines: number): readonly string[]
  close(): void
}

interface OpenFile {
  readonly fd: number
  bytes: number
}

function openFile(path: string): OpenFile {
  const fd = openSync(path, 'a', 0o600)
  chmodSync(path, 0o600)
  return { fd, bytes: fstatSync(fd).size }
}

/** Returns the lines of a file, or none if it cannot be read. */
function linesOf(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
  } catch {
    return []
  }
}

/**
 * Writes lines to `wisdeck.log`. Older files are renamed to `wisdeck.1.log` and so on. Files have mode 0600. Never
 * throws: a line that the disk refuses is dropped, and the next line tries to open the file again.
 */
export function createFileSink(options: FileSinkOptions): FileSink {
  const { dir, maxBytes = 1_000_000, files = 5 } = options
  const nameOf = (index: number): string => join(dir, index === 0 ? 'wisdeck.log' : `wisdeck.${index}.log`)
  let open: OpenFile | null = null
  let closed = false

  function openNewest(): OpenFile {
    mkdirSync(dir, { recursive: true, mode: 0o700 })
    return openFile(nameOf(0))
  }

  function closeFile(): void {
    const { fd } = open ?? {}
    open = null
    if (fd !== undefined) closeSync(fd)
  }

  function rotate(): void {
    closeFile()
    rmSync(nameOf(files - 1), { force: true })
    for (let index = files - 2; index >= 0; index -= 1) {
      if (existsSync(nameOf(index))) renameSync(nameOf(index), nameOf(index + 1))
    }
  }

  function write(line: string): void {
    if (closed) return
    const bytes = Buffer.from(`${line}\n`, 'utf8')
    try {
      open ??= openNewest()
      if (open.bytes > 0 && open.bytes + bytes.length > maxBytes) {
        rotate()
        open = openNewest()
      }
      open.bytes += writeSync(open.fd, bytes)
    } catch {
      closeFileQuietly()
    }
  }

  function closeFileQuietly(): void {
    try {
      closeFile()
    } catch {
      // The file can neither be written nor closed. The next line opens it again.
    }
  }

  return {
    write,
    // The newest file may be too short, so the previous one is read as well.
    tail: (maxLines) => [nameOf(1), nameOf(0)].flatMap(linesOf).slice(-maxLines),
    close: () => {
      closed = true
      closeFileQuietly()
    },
  }
}
