import { type ActionOf, type KindTitle, text, titled } from './title.ts'

const longestFind = 40

function editTitle({ patch }: Extract<ActionOf<'cron'>, { type: 'cron.edit' }>): KindTitle {
  const { name, enabled, cronExpr, shiftMin, command, emailOnComplete, emailOnError } = patch
  const isMail = emailOnComplete !== undefined || emailOnError !== undefined
  if (
    [name, enabled, cronExpr, shiftMin, command, isMail || undefined].filter((part) => part !== undefined).length !== 1
  )
    return titled('edit')
  if (name !== undefined) return titled('rename', text(name))
  if (enabled !== undefined) return titled(enabled ? 'enable' : 'disable')
  if (cronExpr !== undefined) return titled('schedule', text(cronExpr))
  if (shiftMin !== undefined)
    return titled(shiftMin < 0 ? 'earlier' : 'later', { say: 'minutes', count: Math.abs(shiftMin) })
  if (command === undefined) return titled('mail')
  if (command.how === 'set') return titled('command')
  return titled(
    'replace',
    text(command.find.length > longestFind ? `${command.find.slice(0, longestFind)}…` : command.find),
  )
}

/** Returns the title of an action on jobs, by what it changes. */
export function jobTitle(action: ActionOf<'cron'>): KindTitle | null {
  if (action.type === 'cron.edit') return editTitle(action)
  return action.type === 'cron.create' ? titled('create', text(action.job.name)) : null
}
