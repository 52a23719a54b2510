import type { Component } from 'vue'
import type { Environment } from '../../shared/model/server.ts'

export type { Environment }
/** The meaning of a colour. A colour always comes with a word or an icon. */
export type Tone = 'neutral' | 'ok' | 'info' | 'warn' | 'danger'

/** What is running on a row of a table, or has just run. */
export type RowStateName = 'running' | 'done' | 'failed' | 'unknown'

/** One action of a menu. `disabledReason` both disables the action and says why. */
export interface MenuItem {
  readonly id: string
  readonly label: string
  readonly icon?: Component
  readonly shortcut?: string
  readonly danger?: boolean
  readonly disabledReason?: string
  readonly separatorBefore?: boolean
}

export interface Option<V extends string = string> {
  readonly value: V
  readonly label: string
  /** The language of the label, if it differs from that of the screen. */
  readonly lang?: string
  readonly disabled?: boolean
}

export interface Tab {
  readonly id: string
  readonly label: string
  readonly count?: number
}

/** A file that the user has chosen, read as UTF-8. */
export interface PickedFile {
  readonly name: string
  readonly text: string
}
