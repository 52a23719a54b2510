import { jobVariables } from '../../../shared/kinds/cron-model.ts'
import type { ServerView } from '../../planning/server-view.ts'

type Name = (typeof jobVariables)[number]
export type Values = Readonly<Partial<Record<Name, string | undefined>>>

const placeholder = new RegExp(`\\{\\{\\s*(${jobVariables.join('|')})\\s*\\}\\}`, 'g')

export const usesVariables = (texts: readonly string[]): boolean => texts.some((text) => text.search(placeholder) >= 0)

/**
 * Returns the values of one server's variables: those given, otherwise what is known of the server. `owner` is the
 * panel user that new accounts belong to, `home` the home directory that all accounts of the owner share, and `domain`
 * the one domain that the server's accounts and jobs name. A value is undefined if it is not known; `home` and `domain`
 * are undefined also if the rows disagree.
 */
export function valuesOf(view: ServerView, given: Values = {}): Values {
  const owner = given.owner || view.owner || undefined
  return { owner, home: given.home || homeOf(view, owner), domain: given.domain || onlyOne(domainsOf(view)) }
}

/** Returns the domains of a server's accounts and jobs. */
export function domainsOf(view: ServerView): ReadonlySet<string> {
  return new Set([...view.ftp.values(), ...view.cron.values()].flatMap(({ domain }) => (domain ? [domain] : [])))
}

const onlyOne = (values: ReadonlySet<string>): string | undefined => (values.size === 1 ? [...values][0] : undefined)

/**
 * Returns the home directory of an owner, as the directories of the owner's accounts show it: `/home/admin` for
 * `/home/admin/web/example.com`. A path without the owner's name counts as a whole. Undefined if the accounts
 * disagree or there are none.
 */
function homeOf(view: ServerView, owner: string | undefined): string | undefined {
  if (owner === undefined) return undefined
  const own = [...view.ftp.values()].filter((row) => row.owner === owner && row.homeDir !== '')
  return onlyOne(
    new Set(
      own.map(({ homeDir }) => {
        const parts = homeDir.replace(/\/+$/, '').split('/')
        const at = parts.indexOf(owner)
        return at < 0 ? parts.join('/') : parts.slice(0, at + 1).join('/')
      }),
    ),
  )
}

/** Returns the text with its variables filled in, or the first variable without a value. Other text in braces stays. */
export function fillIn(text: string, values: Values): { readonly text: string } | { readonly missing: string } {
  let missing: string | undefined
  const filled = text.replace(placeholder, (whole, name: Name) => {
    const value = values[name]
    if (value === undefined) missing ??= name
    return value ?? whole
  })
  return missing === undefined ? { text: filled } : { missing }
}
