import { execFile } from 'node:child_process'
import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { thirdPartyNotices } from '../../build/shipped.ts'
import { checkSupply } from './supply.ts'

/** `npm run check:supply`: one JSON object on stdout, the findings on stderr. Exit code 1 if there are findings. */
const root = join(import.meta.dirname, '../..')
const { values } = parseArgs({ options: { 'third-party': { type: 'string' } } })

/** The size on disk of everything below a folder, in megabytes. */
function sizeMb(folder: string): number {
  const bytes = readdirSync(folder, { recursive: true, withFileTypes: true }).reduce(
    (sum, entry) => sum + (entry.isFile() ? statSync(join(entry.parentPath, entry.name)).size : 0),
    0,
  )
  return Math.round(bytes / 1024 / 1024)
}

/**
 * Resolves with the number of known vulnerabilities in npm's registry by severity. If the registry does not answer, for
 * example behind a proxy that refuses the request, it resolves with the reason.
 */
function askAudit(): Promise<Readonly<Record<string, number>> | string> {
  return new Promise((resolve) => {
    execFile(
      'npm',
      ['audit', '--json'],
      { cwd: root, shell: process.platform === 'win32', timeout: 60_000 },
      (_error, stdout) => {
        try {
          const { metadata, message } = JSON.parse(stdout) as {
            metadata?: { vulnerabilities: Record<string, number> }
            message?: string
          }
          resolve(metadata?.vulnerabilities ?? `not to be had: ${message ?? 'no answer'}`)
        } catch {
          resolve('not to be had: npm gave no answer')
        }
      },
    )
  })
}

const { findings, shipped, ...facts } = checkSupply()
if (values['third-party'] !== undefined) writeFileSync(values['third-party'], thirdPartyNotices(shipped))
const audit = await askAudit()
const severe = typeof audit === 'string' ? 0 : (audit['high'] ?? 0) + (audit['critical'] ?? 0)
if (severe > 0) console.error(`npm audit: ${JSON.stringify(audit)}; run it to see which`)
for (const { id, what } of findings) console.error(`${id}: ${what}`)
const list = Object.fromEntries(shipped.map(({ name, version, licence }) => [`${name} ${version}`, licence]))
console.log(
  JSON.stringify({
    findings: findings.length + severe,
    ...facts,
    installedMb: sizeMb(join(root, 'node_modules')),
    audit,
    shipped: list,
  }),
)
process.exitCode = findings.length + severe === 0 ? 0 : 1
