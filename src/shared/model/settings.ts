import { z } from 'zod'
import type { Immutable } from '../immutable.ts'
import { settingBounds, type NumberSettingName } from '../setting-bounds.ts'

const whole = (name: NumberSettingName) => z.number().int().min(settingBounds[name].min).max(settingBounds[name].max)

const columnId = z.string().min(1).max(100)

/** The columns of one table. A column that is not named here has the layout with which the table was made. */
const columnLayout = z.object({
  /** Column ids in the order that the user has chosen. */
  order: z.array(columnId).max(100),
  visible: z.record(columnId, z.boolean()),
  /** px */
  widths: z.record(columnId, z.number().int().min(20).max(4000)),
})

/** What the user has set for the whole app. */
export const settings = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  /** A BCP 47 tag. A language without a catalogue is shown in English; `system` follows the desktop's languages. */
  language: z.union([z.literal('system'), z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)]),
  density: z.enum(['compact', 'comfortable']),
  /** Minutes between automatic refreshes; 0 switches them off. */
  refreshEveryMin: whole('refreshEveryMin'),
  /** Automatic refresh is paused until the user resumes it. */
  refreshPaused: z.boolean(),
  /** Percent of each panel's request budget left to other users of the same token. */
  shareForOthersPercent: whole('shareForOthersPercent'),
  /** Seconds after which a panel that does not answer is given up. */
  answerTimeoutSec: whole('answerTimeoutSec'),
  /** Rows older than this many minutes are marked stale. */
  staleAfterMin: whole('staleAfterMin'),
  /** Bulk changes skip servers of the production environment. */
  productionLock: z.boolean(),
  /** Addresses and networks that no bulk change may remove from a restricted account unless the user types one. */
  ourAddresses: z.array(z.string().trim().min(1).max(200)).max(1000),
  /** The name of this user in the record, in addition to the operating-system user. Empty for none. */
  actorName: z.string().trim().max(100),
  /** The user has been through the first-run screen. */
  welcomed: z.boolean(),
  /** Keeps an icon in the notification area. Closing the window then leaves Wisdeck running there. */
  tray: z.boolean(),
  /** One switch for each class of native notification. */
  notifyRun: z.boolean(),
  notifyUnreachable: z.boolean(),
  notifyCertificate: z.boolean(),
  notifyToken: z.boolean(),
  /** Checks for a new version at each start and once a day. */
  lookForUpdates: z.boolean(),
  /** Keyed by table: `ftp`, `cron`, … */
  columns: z.record(z.string().min(1).max(100), columnLayout),
})
export type Settings = Immutable<z.infer<typeof settings>>

export const defaultSettings: Settings = {
  theme: 'system',
  language: 'system',
  density: 'compact',
  refreshEveryMin: 15,
  refreshPaused: false,
  shareForOthersPercent: 10,
  answerTimeoutSec: 30,
  staleAfterMin: 60,
  productionLock: false,
  ourAddresses: [],
  actorName: '',
  welcomed: false,
  tray: false,
  notifyRun: true,
  notifyUnreachable: true,
  notifyCertificate: true,
  notifyToken: true,
  lookForUpdates: false,
  columns: {},
}
