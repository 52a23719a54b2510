import type { Handlers } from '../dispatch.ts'
import type { BulkDeps, Plans, Runs } from './types.ts'

type RunMethods = Extract<
  keyof Handlers,
  `bulk.${'start' | 'pause' | 'resume' | 'cancel' | 'decide' | 'runs' | 'run' | 'runItems' | 'failures' | 'exportRun' | 'exportHandout' | 'showHandout' | 'openHandout'}`
>

export function createRunHandlers(_deps: BulkDeps, _plans: () => Plans): { readonly runs: Runs; readonly handlers: Pick<Handlers, RunMethods>; close(): void } {
  throw new Error('not written yet')
}
