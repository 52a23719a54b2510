import { EventEmitter } from 'node:events'
import type { UpdateInfo } from 'electron-updater'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Question } from './dialogs.ts'
import { createUpdates, plainNotes, type UpdatesDeps } from './updates.ts'
import { wordsIn } from './words.ts'

type Updater = NonNullable<Awaited<ReturnType<UpdatesDeps['load']>>>

let story: string[]
let answers: number[]
let questions: Question[]
let found: Partial<UpdateInfo> | null
let working: boolean[]
let backUp: () => void
let flags: EventEmitter & Pick<Updater, 'autoDownload' | 'autoInstallOnAppQuit' | 'allowDowngrade'>
let installed: boolean
let fails: string
/** Called when the app is about to end for the installer. */
let installing: (updater: EventEmitter) => void

beforeEach(() => {
  story = []
  answers = []
  questions = []
  found = { version: '2.0.0', releaseNotes: '<p>Better &amp; faster</p>' }
  working = []
  backUp = () => void story.push('back up')
  flags = Object.assign(new EventEmitter(), { autoDownload: true, autoInstallOnAppQuit: true, allowDowngrade: true })
  installed = true
  fails = ''
  installing = () => {}
})

/** Resolves when the app is about to end for the installer, or when the check has ended and the app stays. */
async function check(byHand: boolean): Promise<void> {
  const step = async (name: string) => {
    if (fails === name) throw new Error(`no ${name}`)
    story.push(name)
  }
  let end = () => {}
  const ending = new Promise<void>((resolve) => (end = resolve))
  const updater = Object.assign(flags, {
    checkForUpdates: async () => {
      await step('look')
      return found ? { isUpdateAvailable: true, updateInfo: found } : { isUpdateAvailable: false, updateInfo: {} }
    },
    downloadUpdate: () => step('download'),
    quitAndInstall() {
      story.push('install')
      installing(updater)
      setImmediate(end)
    },
  })
  const checked = createUpdates({
    load: async () => (installed ? (updater as unknown as Updater) : null),
    version: '1.0.0',
    words: () => wordsIn('en', []),
    ask: async (question) => {
      questions.push(question)
      return answers.shift() ?? 0
    },
    working: () => working.shift() ?? false,
    backUp: () => backUp(),
  }).check(byHand)
  await Promise.race([checked, ending])
}

it('asks before downloading and before installing, and makes a backup in between', async () => {
  answers = [1, 1]
  await check(true)
  expect(story).toEqual(['look', 'download', 'back up', 'install'])
  expect(questions).toHaveLength(2)
  expect(questions[0]?.title).toBe('Wisdeck 2.0.0 is available')
  expect(questions[0]?.text).toContain('Better & faster')
  expect(flags).toMatchObject({ autoDownload: false, autoInstallOnAppQuit: false, allowDowngrade: false })
})

it.each([
  [[0], ['look']],
  [
    [1, 0],
    ['look', 'download'],
  ],
])('does only what the user agrees to: %j', async (given, done) => {
  answers = [...given]
  await check(true)
  expect(story).toEqual(done)
})

it('does not install during a run, even one that started while it asked', async () => {
  answers = [1, 1]
  working = [true]
  await check(true)
  expect(story).toEqual(['look', 'download'])
  answers = [1, 1]
  working = [false, true]
  story = []
  await check(true)
  expect(story).toEqual(['look', 'download'])
  expect(questions.at(-1)?.title).toContain('when the run has finished')
})

it('does not install without a backup', async () => {
  answers = [1, 1]
  backUp = () => {
    throw new Error('storage.full')
  }
  await check(false)
  expect(story).toEqual(['look', 'download'])
  expect(questions.at(-1)).toMatchObject({ type: 'error', text: 'Nothing has been changed. storage.full' })
})

it.each<[string, typeof installing]>([
  ['at once', (updater) => updater.emit('error', new Error('pkexec was cancelled'))],
  ['later, as on macOS', (updater) => setImmediate(() => updater.emit('error', new Error('not signed')))],
])('reports an installer that fails %s', async (_when, fail) => {
  answers = [1, 1]
  installing = fail
  await check(false)
  await new Promise((resolve) => setImmediate(resolve))
  expect(story).toEqual(['look', 'download', 'back up', 'install'])
  expect(questions).toHaveLength(3)
  expect(questions.at(-1)).toMatchObject({
    type: 'error',
    text: expect.stringMatching(/^Nothing has been changed\. (pkexec|not signed)/) as string,
  })
})

describe('a check that the user has not requested', () => {
  it.each(['look'])('says nothing if it fails', async (step) => {
    fails = step
    await check(false)
    expect(questions).toEqual([])
    await check(true)
    expect(questions).toHaveLength(1)
  })

  it('reports a download that fails, because the user agreed to it', async () => {
    fails = 'download'
    answers = [1]
    await check(false)
    expect(questions.at(-1)?.text).toContain('no download')
  })

  it('says nothing if there is no new version or the app does not update itself', async () => {
    found = null
    await check(false)
    installed = false
    await check(false)
    expect(questions).toEqual([])
    await check(true)
    expect(questions[0]?.title).toContain('does not update itself')
  })
})

it('prints notes as plain text of limited length', () => {
  expect(plainNotes('<h2>New</h2><ul><li>One</li><li>&lt;b&gt;</li></ul><script>x</script>')).toBe('New\nOne\n<b>\nx')
  expect(
    plainNotes([
      { version: '2', note: 'a' },
      { version: '1', note: null },
    ]),
  ).toBe('2\na\n\n1')
  expect(plainNotes(null)).toBe('')
  expect(plainNotes('x'.repeat(5000))).toHaveLength(1201)
})
