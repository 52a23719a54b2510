import type { TestApp } from '../kit/app.ts'

/** Reads all data that a user would miss. The activity log is left out, because it records failed attempts too. */
export async function readAllData(app: TestApp) {
  const [servers, settings, views, ipSets, plans, notes, runs, vault] = await Promise.all([
    app.call('servers.list', {}),
    app.call('settings.get', {}),
    app.call('views.list', {}),
    app.call('ipSets.list', {}),
    app.call('bulk.savedPlans', {}),
    app.call('cron.notes', {}),
    app.call('bulk.runs', {}),
    app.call('vault.status', {}),
  ])
  return { servers, settings, views, ipSets, plans, notes, runs, tokens: vault.tokens }
}
