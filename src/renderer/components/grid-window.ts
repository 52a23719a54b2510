import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/vue-virtual'
import { computed, type Ref, watch } from 'vue'
import type { Group } from '../table/groups.ts'
import type { Lines } from '../table/lines.ts'
import type { Shown } from '../table/stable-order.ts'
import { assignSlots } from './grid-slots.ts'

/** What drawing the lines in view needs from a grid. */
interface WindowPort<Row> {
  readonly shown: Readonly<Ref<Shown<Row>>>
  readonly lines: Readonly<Ref<Lines<Row>>>
  readonly scroller: Readonly<Ref<HTMLElement | null>>
  readonly rowPx: Readonly<Ref<number>>
  readonly headPx: number
}

/** One line as it is drawn. */
interface DrawnLine<Row> {
  /** The position of the line in the table. */
  readonly index: number
  /** The row itself; for a header the first row of its group. */
  readonly row: Row
  readonly group: Group | null
  readonly key: string
  /** The row's slot; -1 for a header. */
  readonly slot: number
  readonly topPx: number
  /** True for the header of the group at the top, which stays there while its rows scroll past. */
  readonly isSticky: boolean
}

/** The lines in view and a few around them. They include the header of the group at the top, however far up it is. */
export function useGridWindow<Row>({ shown, lines, scroller, rowPx, headPx }: WindowPort<Row>) {
  const virtualizer = useVirtualizer(
    computed(() => {
      const grouped = shown.value.groups === null ? null : lines.value
      return {
        count: lines.value.count,
        getScrollElement: () => scroller.value,
        estimateSize: () => rowPx.value,
        overscan: 4,
        // Lines count from below the head of the table, so the height of the head is added at the end.
        paddingEnd: headPx,
        scrollPaddingEnd: headPx,
        scrollPaddingStart: grouped === null ? 0 : rowPx.value,
        initialRect: { width: 1000, height: 800 },
        rangeExtractor: (range: Range) => {
          const near = defaultRangeExtractor(range)
          const header = grouped?.headerPositionOf(range.startIndex) ?? -1
          return header < 0 || header >= (near[0] ?? 0) ? near : [header, ...near]
        },
      }
    }),
  )
  watch(rowPx, () => virtualizer.value.measure())

  const drawn = computed<readonly DrawnLine<Row>[]>(() => {
    const items = virtualizer.value.getVirtualItems()
    const sticky = lines.value.headerPositionOf(virtualizer.value.range?.startIndex ?? 0)
    const { rowSlots, order } = shown.value
    return items.flatMap(({ index, start }) => {
      const group = lines.value.groupAt(index)
      const row = group === null ? lines.value.rowAt(index) : (rowSlots.rows[order[group.start] ?? -1] ?? null)
      if (row === null) return []
      return [
        {
          index,
          row,
          group,
          key: lines.value.keyAt(index),
          slot: lines.value.slotAt(index),
          topPx: start,
          isSticky: index === sticky,
        },
      ]
    })
  })
  const slots = computed<ReadonlyMap<number, number>>((before) =>
    assignSlots(
      before ?? new Map(),
      drawn.value.filter(({ isSticky }) => !isSticky).map(({ index }) => index),
    ),
  )

  return {
    drawn,
    /**
     * Returns the element key of a line. A line that leaves at one end hands its element to the line that enters at
     * the other end, so that the element is patched and not created.
     */
    keyOfLine: (index: number, isSticky: boolean) => (isSticky ? 'held' : slots.value.get(index)),
    reveal: (position: number) => virtualizer.value.scrollToIndex(position, { align: 'auto' }),
  }
}
