import type { Component } from 'vue'
import type { Environment } from '../../shared/model/server.ts'

export type { Environment }
/** What a colour means; always beside a word or an icon. */
export type Tone = 'neutral' | 'ok' | 'info' | 'warn' | 'danger'

/** What runs on a row of a table, or has just run. */
export type RowStateName = 'running' | 'done' | 'failed' | 'unknown'

/** One action of a menu. `disabledReason` both disables it and says why. */
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
  /** The language of the label, where it is not that of the screen. */
  readonly lang?: string
  readonly disabled?: boolean
}

export interface Tab {
  readonly id: string
  readonly label: string
  readonly count?: number
}

/** A file of the user's choice, read as UTF-8. */
export interface PickedFile {
  readonly name: string
  readonly text: string
}
