import { writeReadyFile } from '../../src/web/ready-file.ts'
import { createLoopbackServer } from '../../src/web/server.ts'

/** Runs the same server without core, to measure what a page costs before it does anything. */
const [rendererDir = '', readyFile = ''] = process.argv.slice(2)
const app = { dispatchPieces: async () => '{"ok":true,"value":{}}', onEvent: () => () => {} }
const server = await createLoopbackServer({ app, rendererDir, port: 0 })
await writeReadyFile(readyFile, server)
