import type { en } from '../en/index.ts'
import type { Translated } from '../translated.ts'
import { activity } from './activity.ts'
import { bulk } from './bulk.ts'
import { common } from './common.ts'
import { cron } from './cron.ts'
import { data } from './data.ts'
import { errors } from './errors.ts'
import { fleet } from './fleet.ts'
import { ftp } from './ftp.ts'
import { invalid } from './invalid.ts'
import { ipSets } from './ip-sets.ts'
import { native } from './native.ts'
import { overview } from './overview.ts'
import { palette } from './palette.ts'
import { runs } from './runs.ts'
import { servers } from './servers.ts'
import { settings } from './settings.ts'
import { shell } from './shell.ts'
import { vault } from './vault.ts'
import { views } from './views.ts'
import { welcome } from './welcome.ts'

/** The Vietnamese catalogue; its words are chosen by the list in `../README.md`. */
export const vi: Translated<typeof en> = {
  common,
  errors,
  invalid,
  shell,
  overview,
  servers,
  fleet,
  ftp,
  cron,
  bulk,
  runs,
  views,
  palette,
  activity,
  settings,
  data,
  vault,
  ipSets,
  welcome,
  native,
}
