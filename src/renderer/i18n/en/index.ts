import { activity } from './activity.ts'
import { common } from './common.ts'
import { cron } from './cron.ts'
import { errors } from './errors.ts'
import { fleet } from './fleet.ts'
import { ftp } from './ftp.ts'
import { native } from './native.ts'
import { overview } from './overview.ts'
import { palette } from './palette.ts'
import { servers } from './servers.ts'
import { settings } from './settings.ts'
import { shell } from './shell.ts'
import { vault } from './vault.ts'
import { views } from './views.ts'
import { welcome } from './welcome.ts'

/** The English catalogue, one file a domain. In a sentence `{'@'}`, `{'|'}` and `{'{'}` stand for those characters. */
export const en = { common, errors, shell, overview, palette, servers, fleet, ftp, cron, activity, settings, vault, views, welcome, native }
