import { EventEmitter } from 'node:events'
import type { BrowserWindow } from 'electron'
import { beforeEach, expect, it } from 'vitest'
import type { Question } from './dialogs.ts'
import { recoverPage } from './recovery.ts'
import { wordsIn } from './words.ts'

let contents: EventEmitter
let story: string[]
let answers: number[]
let questions: Question[]
let nowMs: number

beforeEach(() => {
  story = []
  answers = []
  questions = []
  nowMs = 0
  contents = Object.assign(new EventEmitter(), {
    isDestroyed: () => false,
    reload: () => story.push('reload'),
    forcefullyCrashRenderer() {
      story.push('crash')
      setImmediate(() => contents.emit('render-process-gone', {}, { reason: 'killed' }))
    },
  })
  const ask = async (question: Question) => {
    questions.push(question)
    return answers.shift() ?? 0
  }
  recoverPage({ webContents: contents } as unknown as BrowserWindow, {
    words: () => wordsIn('en', []),
    ask,
    quit: () => story.push('quit'),
    nowMs: () => nowMs,
  })
})

const settled = () => new Promise((resolve) => setImmediate(resolve))
async function crash(reason = 'crashed'): Promise<void> {
  contents.emit('render-process-gone', {}, { reason })
  await settled()
}

it('loads the page again, and gives the reason', async () => {
  await crash('oom')
  expect(story).toEqual(['reload'])
  expect(questions[0]?.text).toContain('oom')
})

it('says nothing of a page that ended normally', async () => {
  await crash('clean-exit')
  expect(questions).toEqual([])
})

it('quits if that is the answer', async () => {
  answers = [1]
  await crash()
  expect(story).toEqual(['quit'])
})

it('gives up on a page that crashes again and again, but not on one that crashes once a day', async () => {
  for (let time = 0; time < 4; time += 1) await crash()
  expect(story).toEqual(['reload', 'reload', 'reload', 'quit'])
  expect(questions.at(-1)?.buttons).toHaveLength(1)
  story = []
  for (let day = 1; day < 6; day += 1) {
    nowMs = day * 86_400_000
    await crash()
  }
  expect(story).toEqual(Array.from({ length: 5 }, () => 'reload'))
})

it('asks one question at a time', async () => {
  contents.emit('unresponsive')
  contents.emit('unresponsive')
  contents.emit('render-process-gone', {}, { reason: 'killed' })
  await settled()
  expect(questions).toHaveLength(1)
  expect(story).toEqual([])
})

it('waits for a page that hangs, or loads it again', async () => {
  answers = [0, 1]
  contents.emit('unresponsive')
  await settled()
  expect(story).toEqual([])
  contents.emit('unresponsive')
  await settled()
  await settled()
  expect(story).toEqual(['crash', 'reload'])
  // The page was ended on purpose: nothing is asked about it, and the next crash counts as the first.
  expect(questions).toHaveLength(2)
  contents.emit('did-finish-load')
  await crash()
  expect(questions).toHaveLength(3)
})
