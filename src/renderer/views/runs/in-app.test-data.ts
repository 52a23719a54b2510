import { createRenderer } from 'vue'
import { createAppI18n } from '../../i18n/index.ts'

/** Runs a setup function inside an app that draws nothing, with the English sentences; returns what it returns. */
export function inApp<T>(setup: () => T): T {
  const place = {}
  const draw = createRenderer<object, object>({
    patchProp: () => {},
    insert: () => {},
    remove: () => {},
    createElement: () => place,
    createText: () => place,
    createComment: () => place,
    setText: () => {},
    setElementText: () => {},
    parentNode: () => null,
    nextSibling: () => null,
  })
  const made: T[] = []
  draw
    .createApp({ setup: () => (made.push(setup()), () => null) })
    .use(createAppI18n())
    .mount(place)
  return made[0] as T
}
