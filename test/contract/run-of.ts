/** Calls a method and throws if the call fails. */
type MustCall = (method: string, input: unknown) => Promise<Readonly<Record<string, unknown>>>

/** Plans this intent, calls `meanwhile`, runs the plan, and resolves with the run's id when the run is done. */
export async function runOf(
  mustCall: MustCall,
  intent: unknown,
  startInput: object = {},
  meanwhile: () => unknown = () => {},
): Promise<string> {
  const plan = await mustCall('bulk.plan', { planningId: 'world', intent })
  await meanwhile()
  const run = await mustCall('bulk.start', { planId: plan['id'], confirm: {}, ...startInput })
  const runId = String(run['id'])
  while ((await mustCall('bulk.run', { runId }))['state'] === 'running')
    await new Promise((resolve) => setTimeout(resolve, 20))
  return runId
}
