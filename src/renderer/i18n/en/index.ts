import { activity } from './activity.ts'
import { bulk } from './bulk.ts'
import { common } from './common.ts'
import { cron } from './cron.ts'
import { errors } from './errors.ts'
import { fleet } from './fleet.ts'
import { ftp } from './ftp.ts'
import { runs } from './runs.ts'
import { servers } from './servers.ts'
import { settings } from './settings.ts'
import { shell } from './shell.ts'
import { vault } from './vault.ts'
import { welcome } from './welcome.ts'

/** The English catalogue, one file a domain. In a sentence `{'@'}`, `{'|'}` and `{'{'}` stand for those characters. */
export const en = { common, errors, shell, servers, fleet, ftp, cron, bulk, runs, activity, settings, vault, welcome }
