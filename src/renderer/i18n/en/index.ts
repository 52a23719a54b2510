import activity from './activity.json' with { type: 'json' }
import bulk from './bulk.json' with { type: 'json' }
import common from './common.json' with { type: 'json' }
import cron from './cron.json' with { type: 'json' }
import data from './data.json' with { type: 'json' }
import errors from './errors.json' with { type: 'json' }
import fleet from './fleet.json' with { type: 'json' }
import ftp from './ftp.json' with { type: 'json' }
import invalid from './invalid.json' with { type: 'json' }
import ipSets from './ipSets.json' with { type: 'json' }
import native from './native.json' with { type: 'json' }
import overview from './overview.json' with { type: 'json' }
import palette from './palette.json' with { type: 'json' }
import runs from './runs.json' with { type: 'json' }
import screens from './screens.json' with { type: 'json' }
import servers from './servers.json' with { type: 'json' }
import settings from './settings.json' with { type: 'json' }
import shell from './shell.json' with { type: 'json' }
import vault from './vault.json' with { type: 'json' }
import views from './views.json' with { type: 'json' }
import welcome from './welcome.json' with { type: 'json' }

/** The English catalogue, one file a section. In a sentence `{'@'}`, `{'|'}` and `{'{'}` stand for those characters. */
export const en = {
  activity,
  bulk,
  common,
  cron,
  data,
  errors,
  fleet,
  ftp,
  invalid,
  ipSets,
  native,
  overview,
  palette,
  runs,
  screens,
  servers,
  settings,
  shell,
  vault,
  views,
  welcome,
}
