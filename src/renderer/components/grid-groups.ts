import { computed, nextTick, type Ref, watch } from 'vue'
import { headKey, isHeadKey, type Lines } from '../table/lines.ts'
import type { SlotSelection } from '../table/selection.ts'
import type { Shown } from '../table/stable-order.ts'

/** What the folding of groups needs from a grid. */
interface GroupsPort<Row> {
  readonly shown: Readonly<Ref<Shown<Row>>>
  readonly lines: Readonly<Ref<Lines<Row>>>
  readonly folded: Ref<ReadonlySet<string>>
  readonly activeKey: Ref<string | null>
  readonly chosen: Readonly<Ref<SlotSelection<Row>>>
  scroller(): HTMLElement | null
  rowPx(): number
}

/**
 * The groups of a grid: which are folded, and how many rows of each are selected. When groups fold or unfold, the
 * active line, or the header at the top if that line is not in view, keeps its position on the screen.
 */
export function useGridGroups<Row>({ shown, lines, folded, activeKey, chosen, scroller, rowPx }: GroupsPort<Row>) {
  /** The number of selected rows by the key of the group. */
  const selectedIn = computed<ReadonlyMap<string, number>>(() => {
    const { marks, size } = chosen.value
    const { groups, order } = shown.value
    if (groups === null || size === 0) return new Map()
    return new Map(
      groups.map(({ key, start, count }) => {
        let selected = 0
        for (let at = start; at < start + count; at += 1) selected += marks[order[at] as number] as number
        return [key, selected]
      }),
    )
  })

  const groupOf = (key: string) => (isHeadKey(key) ? lines.value.groupAt(lines.value.positionOf(key)) : null)

  /**
   * Returns the previous position of the line that must not move: the active line if it is in view, or else the
   * header of the group at the top.
   */
  const keptLine = (before: Lines<Row>, active: number, box: HTMLElement): number => {
    const topHeader = before.headerPositionOf(Math.floor(box.scrollTop / rowPx()))
    const activePx = active * rowPx()
    return active >= 0 && activePx >= box.scrollTop && activePx < box.scrollTop + box.clientHeight ? active : topHeader
  }

  watch(lines, (after, before) => {
    const box = scroller()
    // Row changes from a refresh, a filter or a sort are handled by the scroll anchor.
    if (box === null || after.shown !== before.shown || after.shown.groups === null) return
    /** Returns the current key of a line. A row that is now folded away is represented by its header. */
    const currentKeyOf = (position: number) => {
      const header = before.groupAt(before.headerPositionOf(position))
      return header === null || after.positionOf(before.keyAt(position)) >= 0 ? before.keyAt(position) : headKey(header)
    }
    const active = activeKey.value === null ? -1 : before.positionOf(activeKey.value)
    if (active >= 0) activeKey.value = currentKeyOf(active)
    const kept = keptLine(before, active, box)
    // A header that is stuck to the top counts as being at the top.
    const offsetPx = Math.max(0, kept * rowPx() - box.scrollTop)
    const top = after.positionOf(currentKeyOf(kept)) * rowPx() - offsetPx
    void nextTick(() => scroller()?.scrollTo({ top }))
  })

  return {
    selectedIn,
    /** Returns whether the group with this header is folded; null for a row. */
    isFolded(key: string): boolean | null {
      const group = groupOf(key)
      return group === null ? null : folded.value.has(group.key)
    },
    fold(key: string, isFolded: boolean): void {
      const group = groupOf(key)
      if (group === null) return
      const others = [...folded.value].filter((each) => each !== group.key)
      folded.value = new Set(isFolded ? [...others, group.key] : others)
    },
    foldAll: () => void (folded.value = new Set(shown.value.groups?.map(({ key }) => key))),
  }
}
