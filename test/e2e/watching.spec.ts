import { expect, test } from './app.ts'

test('a visible page keeps reporting to core that it is visible, and a hidden page does not', async ({ page, app }) => {
  let reported = 0
  page.on('request', (request) => {
    if (request.url().endsWith('/call') && request.postData()?.includes('"app.watched"')) reported += 1
  })
  const show = (shown: boolean) =>
    page.evaluate((hidden) => {
      Object.defineProperty(document, 'hidden', { value: hidden, configurable: true })
      document.dispatchEvent(new Event('visibilitychange'))
    }, !shown)
  await page.clock.install()
  await app.open(page)
  await expect.poll(() => reported).toBe(1)
  await page.clock.runFor(61_000)
  await expect.poll(() => reported).toBe(2)
  await show(false)
  await page.clock.runFor(180_000)
  expect(reported).toBe(2)
  await show(true)
  await expect.poll(() => reported).toBe(3)
})
