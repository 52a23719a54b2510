import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { events, methods, type MethodName, type Output } from '../../src/shared/contract.ts'
import type { Case } from './case.ts'
import { cases } from './cases.ts'
import { withUnknownField } from './unknown-field.ts'
import { hosts, openStage, type Stage } from './world.ts'

/** Calls every method with good and bad input through both hosts, on a real app and a real panel over TLS. */
describe.each(Object.keys(hosts) as (keyof typeof hosts)[])('through the %s host', (kind) => {
  let stage: Stage
  const answers: string[] = []
  beforeAll(async () => {
    stage = await openStage(kind)
  })
  afterAll(() => stage.close())

  const names = Object.keys(cases) as MethodName[]

  test('every method of the contract has a case', () => {
    expect(names.toSorted()).toEqual((Object.keys(methods) as MethodName[]).toSorted())
  })

  test.each(names)('%s', async (name) => {
    const one = cases[name] as unknown as Case<MethodName>
    for (const { input, code } of one.bad(stage.world)) {
      const envelope = await stage.host.call(name, input)
      answers.push(JSON.stringify(envelope))
      expect(envelope, `${name} ${JSON.stringify(input)}`).toMatchObject({ ok: false, error: { code } })
    }
    const goodInput = one.good(stage.world)
    for (const { input, path } of withUnknownField(goodInput)) {
      const envelope = await stage.host.call(name, input)
      const issues = expect.arrayContaining([expect.objectContaining({ path, rule: 'unrecognized_keys' })]) as unknown
      const error = { code: 'input.invalid', details: { issues } }
      expect(envelope, `${name} ${path}`).toMatchObject({ ok: false, error })
    }
    const good = await stage.host.call(name, goodInput)
    answers.push(JSON.stringify(good))
    expect(good, name).toMatchObject({ ok: true })
    const value = (good as { value: Output<MethodName> }).value
    expect(
      methods[name].output.safeParse(value).error?.issues,
      `${name}: ${JSON.stringify(value).slice(0, 300)}`,
    ).toBeUndefined()
    expect(one.check(value, stage.world), `${name}: ${JSON.stringify(value).slice(0, 600)}`).toBe(true)
  })

  test('every event that was sent fits the contract', () => {
    const reported = new Set<string>()
    for (const json of stage.events) {
      const { event, payload } = JSON.parse(json) as { event: keyof typeof events; payload: unknown }
      reported.add(event)
      expect(events[event].safeParse(payload).error?.issues, event).toBeUndefined()
    }
    expect([...reported].toSorted()).toEqual(Object.keys(events).toSorted())
  })

  test('no token, password or passphrase appears in an answer, an event or a file', async () => {
    const output = [...answers, ...stage.events].join('\n')
    for (const secret of stage.secrets) expect(output.includes(secret), 'an answer or event holds a secret').toBe(false)
    for (const name of await readdir(stage.dataDir, { recursive: true })) {
      const path = join(stage.dataDir, name)
      if (!(await stat(path)).isFile()) continue
      const bytes = await readFile(path)
      for (const secret of stage.secrets) expect(bytes.includes(secret), `${name} holds a secret`).toBe(false)
    }
  })
})
