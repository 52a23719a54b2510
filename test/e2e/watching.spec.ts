import { expect, test } from './app.ts'

test('a visible page keeps reporting to core that it is visible, and a hidden page does not', async ({ page, app }) => {
  let reported = 0
  page.on('request', (request) => {
    if (request.url().endsWith('/call') && request.postData()?.includes('"app.watched"')) reported += 1
  })
  const setVisible = (isVisible: boolean) =>
    page.evaluate((hidden) => {
      Object.defineProperty(document, 'hidden', { value: hidden, configurable: true })
      document.dispatchEvent(new Event('visibilitychange'))
    }, !isVisible)
  await page.clock.install()
  await app.open(page)
  await expect.poll(() => reported).toBe(1)
  await page.clock.runFor(61_000)
  await expect.poll(() => reported).toBe(2)
  await setVisible(false)
  await page.clock.runFor(180_000)
  expect(reported).toBe(2)
  await setVisible(true)
  await expect.poll(() => reported).toBe(3)
})
