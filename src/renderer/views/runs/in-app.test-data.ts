import { createRenderer } from 'vue'
import { createAppI18n } from '../../i18n/index.ts'

/** Runs a setup function inside an app that draws nothing, with the English messages. Returns the function's result. */
export function inApp<T>(setup: () => T): T {
  const element = {}
  const draw = createRenderer<object, object>({
    patchProp: () => {},
    insert: () => {},
    remove: () => {},
    createElement: () => element,
    createText: () => element,
    createComment: () => element,
    setText: () => {},
    setElementText: () => {},
    parentNode: () => null,
    nextSibling: () => null,
  })
  const made: T[] = []
  draw
    .createApp({ setup: () => (made.push(setup()), () => null) })
    .use(createAppI18n())
    .mount(element)
  return made[0] as T
}
