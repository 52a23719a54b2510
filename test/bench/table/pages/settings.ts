import type { Settings } from '../../../../src/shared/model/settings.ts'

/** As the app's, with the eighth column of the bench shown and ahead of the time of change. */
export const defaultSettings: Settings = {
  theme: 'light',
  density: 'compact',
  refreshEveryMin: 15,
  refreshPaused: false,
  shareForOthersPercent: 10,
  answerTimeoutSec: 30,
  staleAfterMin: 60,
  welcomed: true,
  columns: { ftp: { order: ['server', 'allowed', 'state', 'access', 'quota', 'domain', 'changed'], visible: { domain: true }, widths: {} } },
}
