import { type Database, databaseDraft } from '../../../shared/kinds/databases.ts'
import type { RowFacts } from '../../../shared/model/plan.ts'
import type { RunItem } from '../../../shared/model/run.ts'
import { type Draft, edit, impossible, removal } from '../../planning/outcome.ts'
import { planRows } from '../../planning/plan-rows.ts'
import { createPlannedReads } from '../../planning/planned-reads.ts'
import { newRowDraft, type PlannedActions } from '../../planning/prepared.ts'
import type { ServerView } from '../../planning/server-view.ts'
import { sameValue } from '../same-value.ts'

const subjectOf = (row: Database | undefined, id: string) => row?.name ?? `#${id}`

/** Drafts a database on one server. A name that is taken there is impossible. */
const draftNew = (view: ServerView, name: string, after: RowFacts): Draft =>
  newRowDraft(view, 'databases', name, () =>
    [...view.databases.values()].some((row) => row.name === name)
      ? impossible('exists', name)
      : { op: 'create', before: null, after, flags: view.cut.databases ? ['may-exist'] : [], undo: 'full' },
  )

export const createDatabaseRetry = () => (view: ServerView, item: RunItem) => {
  const draft = databaseDraft.safeParse(item.after)
  return draft.success ? draftNew(view, draft.data.name, item.after ?? {}) : null
}

/** What can be done to databases. */
export const databaseActions: PlannedActions<'databases'> = {
  'databases.edit': {
    prepare: ({ patch }, keys) =>
      planRows('databases', keys, { subjectOf, outcomes: () => (row) => edit(row, patch, sameValue) }),
  },
  'databases.remove': {
    prepare: (_action, keys) =>
      planRows('databases', keys, { subjectOf, outcomes: () => (row) => removal(row, 'none') }),
  },
  'databases.create': {
    makesRows: true,
    prepare({ serverIds, database }) {
      const plannedReads = createPlannedReads()
      for (const serverId of serverIds) plannedReads.add(serverId, { kind: 'databases', newRow: database })
      return {
        plannedReads: plannedReads.list(),
        *drafts(view) {
          for (const serverId of new Set(serverIds)) yield draftNew(view(serverId), database.name, database)
        },
      }
    },
  },
}
