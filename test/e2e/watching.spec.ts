import { expect, test } from './desk.ts'

test('a page tells core that it is visible, again and again, and falls silent while it is hidden', async ({
  page,
  desk,
}) => {
  let told = 0
  page.on('request', (request) => {
    if (request.url().endsWith('/call') && request.postData()?.includes('"app.watched"')) told += 1
  })
  const show = (shown: boolean) =>
    page.evaluate((hidden) => {
      Object.defineProperty(document, 'hidden', { value: hidden, configurable: true })
      document.dispatchEvent(new Event('visibilitychange'))
    }, !shown)
  await page.clock.install()
  await desk.open(page)
  await expect.poll(() => told).toBe(1)
  await page.clock.runFor(61_000)
  await expect.poll(() => told).toBe(2)
  await show(false)
  await page.clock.runFor(180_000)
  expect(told).toBe(2)
  await show(true)
  await expect.poll(() => told).toBe(3)
})
