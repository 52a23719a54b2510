import type { Page } from '@playwright/test'
import type { Location } from '../../src/shared/model/location.ts'

type SendingWindow = typeof globalThis & { sendEvent?: (event: string) => void }

/** Lets the test send core's events over the page's event stream: only the desktop has links and notifications. */
export async function interceptEvents(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const realFetch = window.fetch
    window.fetch = async (input, init) => {
      const answer = await realFetch(input, init)
      if (input !== '/events' || answer.body === null) return answer
      const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>({
        start(controller) {
          ;(window as SendingWindow).sendEvent = (event) =>
            controller.enqueue(new TextEncoder().encode(`data: ${event}\n\n`))
        },
      })
      answer.body.pipeTo(writable).catch(() => undefined)
      return new Response(readable, answer)
    }
  })
}

/** Sends the event that a link, a notification, the tray or a menu key makes core send. */
export async function navigate(page: Page, location: Location): Promise<void> {
  await page.waitForFunction(() => (window as SendingWindow).sendEvent !== undefined)
  await page.evaluate(
    (event) => (window as SendingWindow).sendEvent?.(event),
    JSON.stringify({ event: 'app.navigate', payload: location }),
  )
}
