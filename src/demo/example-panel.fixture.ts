import { afterAll, beforeAll, beforeEach } from 'vitest'
import { createDemoPanel, type DemoPanelServer } from './panel.ts'
import { createRawClient, type RawClient } from './raw-client.fixture.ts'
import { emptyState } from './state.ts'

/** The time in the examples of the API document. */
export const documentMs = Date.parse('2026-05-18T17:44:36+07:00')
export const stamp = '2026-05-18T17:44:36+07:00'

export const errorBody = (status: number, code: string, sentence: string) => ({
  success: false,
  code,
  error: sentence,
  message: sentence,
  status,
})

/**
 * One panel for a file of tests. Before each test its state and its request log are empty again, at the time of the
 * examples. Faults, tokens and used requests stay.
 */
export function useExamplePanel() {
  let panel: DemoPanelServer
  let client: RawClient
  const call: RawClient = (...request) => client(...request)
  const example = {
    nowMs: documentMs,
    call,
    get panel() {
      return panel
    },
  }
  beforeAll(async () => {
    panel = await createDemoPanel({ now: () => example.nowMs, rateLimit: { limit: 1000 } })
    client = createRawClient(panel)
  })
  afterAll(() => panel.close())
  beforeEach(() => {
    example.nowMs = documentMs
    panel.edit(() => emptyState('admin', 420))
    panel.clearRequests()
  })
  return example
}
