import { expect, test } from 'vitest'
import { AppError } from '../../shared/errors.ts'
import { setAndRead } from './set-and-read.ts'

const lost = new AppError('net.timeout', 'no answer', { sent: true })
const neverSent = new AppError('net.refused', 'nobody there', { sent: false })
const refused = new AppError('panel.invalid', 'no', { status: 400 })
const yes = () => Promise.resolve()
const fails = (error: AppError) => () => Promise.reject(error)

const run = (set: () => Promise<unknown>, after: number | AppError, isSet: (after: number) => boolean | null) =>
  setAndRead('it', {
    set,
    read: () => (after instanceof AppError ? Promise.reject(after) : Promise.resolve(after)),
    isSet,
  })
const isSeven = (after: number) => after === 7

test('what is read back is returned where it shows the new state', async () => {
  expect(await run(yes, 7, isSeven)).toBe(7)
})

test('a lost set that is in force is no failure', async () => {
  expect(await run(fails(lost), 7, isSeven)).toBe(7)
})

test('a lost set that is not in force fails as the network did, so that it may be tried again', async () => {
  await expect(run(fails(lost), 6, isSeven)).rejects.toBe(lost)
})

test.each([
  ['a lost set that no reading can tell of', fails(lost), 7, () => null],
  ['a lost set after which nothing can be read', fails(lost), neverSent, isSeven],
  ['a set after which nothing can be read', yes, neverSent, isSeven],
])('%s is unknown', async (_, set, after, isSet) => {
  await expect(run(set, after, isSet)).rejects.toMatchObject({ code: 'write.unknown' })
})

test('what the panel took but does not show is said; what it refused or never got is passed on', async () => {
  await expect(run(yes, 6, isSeven)).rejects.toMatchObject({ code: 'write.not-applied', details: { subject: 'it' } })
  await expect(run(fails(refused), 7, isSeven)).rejects.toBe(refused)
  await expect(run(fails(neverSent), 7, isSeven)).rejects.toBe(neverSent)
})

test('what no reading can tell of is taken on the word of the panel', async () => {
  expect(await run(yes, 6, () => null)).toBe(6)
})
