import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'

const processModule = pathToFileURL(join(import.meta.dirname, '../../run/process.mjs')).href

/** A program of the bootstrap's kind that is told to stop while a step runs. */
async function interruptProgram(program: string) {
  const child = spawn(process.execPath, [
    '--input-type=module',
    '-e',
    `const { runQuiet, run, say, step, isStopping } = await import(${JSON.stringify(processModule)});${program}`,
  ])
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  const closed = once(child, 'close')
  await new Promise<void>((resolve) => child.stderr.on('data', () => output.includes('ready') && resolve()))
  child.kill('SIGINT')
  const [code] = await closed
  return { code: code as number, output }
}

const longCommand = `process.execPath, ['-e', "console.log(1);setTimeout(() => {}, 60000)"]`

test('a step that Ctrl-C interrupts is followed by no other step and reports no result', async () => {
  const { code, output } = await interruptProgram(`
    try {
      setTimeout(() => say('ready'), 300)
      const { code } = await runQuiet(${longCommand})
      say('concluded from ' + code)
    } catch {
      await run(process.execPath, ['-e', 'console.log("went on")']).catch(() => {})
      process.exit(isStopping() ? 130 : 1)
    }`)
  expect(output).not.toContain('concluded')
  expect(output).not.toContain('went on')
  expect(code).toBe(130)
})
