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

/** The English catalogue, one file a domain. In a sentence `{'@'}`, `{'|'}` and `{'{'}` stand for those characters. */
export const en = {
  common,
  errors,
  invalid,
  shell,
  overview,
  palette,
  servers,
  fleet,
  ftp,
  cron,
  bulk,
  runs,
  activity,
  settings,
  data,
  vault,
  views,
  ipSets,
  welcome,
  native,
}
