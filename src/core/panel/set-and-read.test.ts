import { expect, test } from 'vitest'
import { AppError } from '../../shared/errors.ts'
import { setAndRead } from './set-and-read.ts'

const lost = new AppError('net.timeout', 'no answer', { sent: true })
const neverSent = new AppError('net.refused', 'nobody there', { sent: false })
const refused = new AppError('panel.invalid', 'no', { status: 400 })
const yes = () => Promise.resolve()
const fails = (error: AppError) => () => Promise.reject(error)

const run = (set: () => Promise<unknown>, after: number | AppError, isApplied: (after: number) => boolean | null) =>
  setAndRead('it', {
    set,
    read: () => (after instanceof AppError ? Promise.reject(after) : Promise.resolve(after)),
    isApplied,
  })
const isSeven = (after: number) => after === 7

test('returns the row that was read back if it shows the new state', async () => {
  expect(await run(yes, 7, isSeven)).toBe(7)
})

test('a set whose answer was lost is no failure if it is in force', async () => {
  expect(await run(fails(lost), 7, isSeven)).toBe(7)
})

test('a set whose answer was lost and that is not in force fails with the network error, so that it may be tried again', async () => {
  await expect(run(fails(lost), 6, isSeven)).rejects.toBe(lost)
})

test.each([
  ['a lost set that no reading can tell of', fails(lost), 7, () => null],
  ['a lost set after which nothing can be read', fails(lost), neverSent, isSeven],
  ['a set after which nothing can be read', yes, neverSent, isSeven],
])('%s is unknown', async (_, set, after, isApplied) => {
  await expect(run(set, after, isApplied)).rejects.toMatchObject({ code: 'write.unknown' })
})

test('says so if the panel accepted a set but does not show it; a refused or unsent set fails with its own error', async () => {
  await expect(run(yes, 6, isSeven)).rejects.toMatchObject({ code: 'write.not-applied', details: { subject: 'it' } })
  await expect(run(fails(refused), 7, isSeven)).rejects.toBe(refused)
  await expect(run(fails(neverSent), 7, isSeven)).rejects.toBe(neverSent)
})

test('if no read can show the result, the panel’s answer is trusted', async () => {
  expect(await run(yes, 6, () => null)).toBe(6)
})
