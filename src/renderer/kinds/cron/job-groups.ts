import type { GroupKey } from '../../table/groups.ts'
import { serverGroups } from '../../table/server-groups.ts'
import type { ColumnPort } from './job-columns.ts'
import { ownerAndDomain } from '../shared-columns.ts'
import { jobStates, type JobRow } from './job-rows.ts'

/** Returns the keys that jobs can be grouped by. */
export function jobGroups(
  { t, healthOf }: Pick<ColumnPort, 't' | 'healthOf'>,
  locale: string,
): readonly GroupKey<JobRow>[] {
  return [
    ...serverGroups<JobRow>((environment) => t(`shell.env.${environment}`), locale),
    {
      id: 'command',
      header: 'field.command',
      of: ({ job }) => job.command,
      none: 'fleet.group.noCommand',
      mono: true,
    },
    {
      id: 'state',
      header: 'field.state',
      of: (row) => healthOf(row).state,
      label: (row) => t(`cron.state.${healthOf(row).state}`),
      // The most serious state comes first, as in a sort by state.
      rank: (row) => jobStates.indexOf(healthOf(row).state),
    },
    ...ownerAndDomain<JobRow>(({ job }) => job).groupKeys,
  ]
}
