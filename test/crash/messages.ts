import type { PanelToAdd } from '../kit/app.ts'
import type { QuickStart } from '../kit/clock.ts'
import type { Wish } from './wishes.ts'

/** The order that the parent sends to core's process at its start. */
export interface Order {
  readonly dataDir: string
  /** Servers in the order of the wishes' `server`. A new folder gets them. */
  readonly servers: readonly PanelToAdd[]
  readonly answerTimeoutSec: number
  readonly clock: { readonly factor: number; readonly start: QuickStart }
  readonly bulk: readonly Wish[]
  /** All changes of one row. */
  readonly singles: readonly Wish[]
  /** Changes of one row that were not asked for yet. */
  readonly turns: readonly (readonly Wish[])[]
  /** Whether interrupted runs go on at once, or only when the user says that all may be sent again. */
  readonly resume: 'now' | 'later'
  /** How core is broken on purpose, to prove that the check finds it. Null for an intact core. */
  readonly sabotage: Sabotage | null
}

/** `boast`: at the second start, the data folder says that everything is done that was not sent. */
export type Sabotage = 'boast'

/** What core tells about a wish. */
export interface Told {
  readonly wish: number
  /**
   * The state of the item. `nothing`: there was nothing to do. `refused`: an error of this code, before there was an
   * item. `asked`: no answer came.
   */
  readonly state: string
  readonly open: boolean
  /** Why it was skipped, or the code of the error. */
  readonly reason: string | null
  /** Whether core tells the id of a row that it has created. */
  readonly made: boolean
  /** The password on the credentials sheet, if there is one. */
  readonly password: string | null
}

/** What the parent asks of core's process, one after the other. The answer to each is `Reached` with the same name. */
export type Command =
  { readonly do: 'pass'; readonly ms: number } | { readonly do: 'send-again' } | { readonly do: 'finish' }

/** Messages of core's process. */
export type Report =
  /** All bulk runs are started. */
  | { readonly kind: 'started' }
  /** A change of one row is about to be asked for. */
  | { readonly kind: 'asked'; readonly wish: number }
  | { readonly kind: 'answered'; readonly told: Told }
  | Reached

/** All that was asked for is over, and a reading has followed. */
export interface Reached {
  readonly kind: 'reached'
  readonly step: 'idle' | Command['do']
  /** When the last reading of what is open began. */
  readonly readAtMs: number
  /** What is told of every wish that has an item. */
  readonly told: readonly Told[]
}
