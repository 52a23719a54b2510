import type { Settings } from '../../../src/shared/model/settings.ts'

/** The app's settings, with the eighth column of the benchmark shown in front of the time of change. */
export const defaultSettings: Settings = {
  theme: 'light',
  language: 'en',
  density: 'compact',
  refreshEveryMin: 15,
  refreshPaused: false,
  shareForOthersPercent: 10,
  answerTimeoutSec: 30,
  staleAfterMin: 60,
  productionLock: false,
  ourAddresses: [],
  welcomed: true,
  tray: false,
  notifyRun: false,
  notifyUnreachable: false,
  notifyCertificate: false,
  notifyToken: false,
  lookForUpdates: false,
  columns: {
    ftp: {
      order: ['server', 'allowed', 'state', 'access', 'quota', 'domain', 'changed'],
      visible: { domain: true },
      widths: {},
    },
  },
}
