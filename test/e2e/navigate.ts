import type { Page } from '@playwright/test'
import type { Location } from '../../src/shared/model/location.ts'

type Telling = typeof globalThis & { tellPage?: (event: string) => void }

/**
 * Lets the test send events of core to the page over its event stream. Only the desktop's core has links and
 * notifications.
 */
export async function listenIn(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const real = window.fetch
    window.fetch = async (input, init) => {
      const answer = await real(input, init)
      if (input !== '/events' || answer.body === null) return answer
      const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>({
        start(controller) {
          ;(window as Telling).tellPage = (event) => controller.enqueue(new TextEncoder().encode(`data: ${event}\n\n`))
        },
      })
      answer.body.pipeTo(writable).catch(() => undefined)
      return new Response(readable, answer)
    }
  })
}

/** Sends the event that a link, a notification, the tray or a menu key makes core send. */
export async function navigate(page: Page, location: Location): Promise<void> {
  await page.waitForFunction(() => (window as Telling).tellPage !== undefined)
  await page.evaluate(
    (event) => (window as Telling).tellPage?.(event),
    JSON.stringify({ event: 'app.navigate', payload: location }),
  )
}
