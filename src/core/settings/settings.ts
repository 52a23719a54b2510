import type { Settings } from '../../shared/model/settings.ts'
import type { Handlers } from '../dispatch.ts'
import type { Emit } from '../events.ts'
import type { Storage } from '../storage/types.ts'

/** Creates the handlers for the settings of the whole app. `onChange` is called once a change is on disk. */
export function createSettings(deps: {
  readonly storage: Pick<Storage, 'settings'>
  readonly emit: Emit
  readonly onChange: (settings: Settings) => void
}): Pick<Handlers, 'settings.get' | 'settings.set'> {
  return {
    'settings.get': () => deps.storage.settings.get(),
    'settings.set': (patch) => {
      const settings = { ...deps.storage.settings.get(), ...patch }
      deps.storage.settings.put(settings)
      deps.emit('settings.changed', settings)
      deps.onChange(settings)
      return settings
    },
  }
}
