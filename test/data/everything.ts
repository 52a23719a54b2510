import type { TestApp } from '../kit/app.ts'

/** All that a user would miss. Activity is left out: a failed try is written down. */
export async function everything(app: TestApp) {
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
