import { computed, type ComputedRef, type Ref } from 'vue'
import { useAnnounce } from '../composables/announce.ts'
import { useText } from '../i18n/index.ts'
import { type Places, placeOf } from '../table/places.ts'
import {
  addPlaces,
  carry,
  countServers,
  countShown,
  isSameSelection,
  type PlaceSelection,
  removePlaces,
  type Selection,
  togglePlace,
  togglePlaces,
} from '../table/selection.ts'

/** What a grid does to its selection. `order` is what the filter shows; every change is said aloud. */
export function useGridSelection<Row>(selection: Ref<Selection>, places: () => Places<Row>, order: () => Uint32Array) {
  const { t, tn, number } = useText()
  const announce = useAnnounce()
  const chosen: ComputedRef<PlaceSelection<Row>> = computed(() => carry(selection.value, places()))
  const shown = computed(() => countShown(chosen.value, order()))

  /** "340 selected on 22 servers, 18 hidden by the filter". */
  const sentence = (next: PlaceSelection<Row>): string => {
    if (next.size === 0) return t('shell.grid.noneSelected')
    const servers = countServers(next)
    const isFleet = next.places.blocks.size > 1
    const hidden = next.size - countShown(next, order())
    const told = isFleet
      ? t(servers === 1 ? 'shell.selection.onOneServer' : 'shell.selection.onServers', {
          n: number(next.size),
          servers: number(servers),
        })
      : tn('shell.grid.allSelected', next.size)
    return hidden === 0 ? told : t('shell.grid.withHidden', { told, hidden: tn('shell.selection.hidden', hidden) })
  }

  const set = (next: Selection) => {
    selection.value = next
    announce(sentence(carry(next, places())))
  }

  return {
    chosen,
    set,
    isSame: (a: Selection, b: Selection) => isSameSelection(a, b, places()),
    state: computed(() => (shown.value === 0 ? 'none' : shown.value === order().length ? 'all' : 'some')),
    toggled: (key: string) => togglePlace(chosen.value, places(), placeOf(places(), key)),
    withAll: (to: Selection) => addPlaces(to, places(), order()),
    toggledRows: (rows: Uint32Array) => togglePlaces(chosen.value, places(), rows),
    withRows: (to: Selection, rows: Uint32Array) => addPlaces(to, places(), rows),
    withoutShown: () => removePlaces(chosen.value, places(), order()),
  }
}

/** The names of the rows' boxes, made once a row: the same few come by again and again as one scrolls. */
export function useCheckLabels<Row extends object>(nameOf: (row: Row) => string): (row: Row) => string {
  const { t, locale } = useText()
  const labels = computed(() => ({ locale: locale.value, byRow: new WeakMap<Row, string>() }))
  return (row) => {
    const { byRow } = labels.value
    const label = byRow.get(row) ?? t('shell.grid.selectRow', { name: nameOf(row) })
    byRow.set(row, label)
    return label
  }
}
