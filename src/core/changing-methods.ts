import type { MethodName } from '../shared/contract.ts'

/**
 * The methods that change a panel or the data folder. They run only while the folder can be written to. Not among them:
 * methods that only stop something, and those that store nothing but what was read.
 */
export const changingMethods: ReadonlySet<MethodName> = new Set<MethodName>([
  'settings.set',
  'vault.choose',
  'servers.add',
  'servers.edit',
  'servers.remove',
  'servers.duplicate',
  'servers.reorder',
  'servers.setToken',
  'servers.forgetToken',
  'servers.trust',
  'servers.forgetTrust',
  'servers.import',
  'cron.setNote',
  'change.apply',
  'change.undo',
  'undo.apply',
  'bulk.savePlan',
  'bulk.forgetPlan',
  'bulk.start',
  'bulk.resume',
  'bulk.decide',
  'bulk.showCredentials',
  'views.save',
  'views.remove',
  'views.reorder',
  'views.opened',
  'ipSets.save',
  'ipSets.remove',
  'activity.erase',
  'data.import',
  'data.restore',
  'demo.start',
])
