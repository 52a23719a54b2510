import { z } from 'zod'
import type { Immutable } from '../immutable.ts'
import { activityEntry, activityLine } from './activity.ts'

/**
 * How a change is undone: `change` by `change.undo`, because its run has changed one row; `plan` by a plan that is
 * shown first; `profile` by `undo.apply`, because nothing is sent to a panel.
 */
const undoWays = ['change', 'plan', 'profile'] as const

/** Why a change cannot be undone. */
const undoReasons = [
  /** A new password: nobody has the old one. */
  'password',
  /** A deleted row that cannot be created again. */
  'deleted',
  /** What became of the change is not known. */
  'unknown',
  'under-way',
  /** Everything is as it was before the change. */
  'already-undone',
  /** What it changed has been changed again, by something that is in no record. */
  'changed-since',
  /** The row, view or set that it changed is gone. */
  'gone',
  'server-removed',
  'read-only-server',
  'no-token',
  /** The server could not be reached when it was last read. */
  'unreachable',
  /** The server has a token that would be lost. */
  'token-held',
  /** There is no way back from a change of this sort. */
  'not-undoable',
] as const
export type UndoReason = (typeof undoReasons)[number]

/** The newest change that can be undone, with the number of its servers and the names of up to three of them. */
const undoStep = z.object({
  line: activityLine,
  how: z.enum(undoWays),
  /** Whether the change is a redo: it has undone an undo. */
  isRedo: z.boolean(),
  servers: z.array(z.string()),
  serverCount: z.number().int(),
})
export type UndoStep = Immutable<z.infer<typeof undoStep>>

/** A newer change that cannot be undone. */
const skippedUndo = z.object({ line: activityLine, reason: z.enum(undoReasons) })

/** What an undo would do now. `skipped` has the newest twenty of the changes that are passed over, newest first. */
export const undoPreview = z.object({
  next: undoStep.nullable(),
  skipped: z.array(skippedUndo),
  skippedCount: z.number().int(),
})
export type UndoPreview = Immutable<z.infer<typeof undoPreview>>

/** What `undo.apply` has done. `entry` is null while the disk refuses the entry of the undo. */
export const undoResult = z.object({
  entry: activityEntry.nullable(),
  /** Whether the server is without the token that it had before. */
  withoutToken: z.boolean(),
})
