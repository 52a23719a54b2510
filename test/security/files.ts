import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative } from 'node:path'
import { built } from '../electron/run-play.ts'
import type { Finding } from './audit.ts'

/** A pattern that must not occur in the files of the build, with an id for its finding. */
interface Rule {
  readonly id: string
  readonly pattern: RegExp
  /** Matches that are harmless: names of XML namespaces, and addresses in messages for developers. */
  readonly except?: RegExp
}

const inPage: readonly Rule[] = [
  { id: 'page-eval', pattern: /\beval\s*\(|\bnew Function\b|\bFunction\(["'`]/g },
  {
    id: 'page-remote',
    pattern: /\b(?:https?|wss?):\/\/[\w.-]+[^\s"'`)]*/g,
    except: /^http:\/\/www\.w3\.org\/|^https:\/\/vuejs\.org\/error-reference\//,
  },
  { id: 'page-inline-handler', pattern: /<[a-z][^<>]{0,200}\son[a-z]+\s*=\s*["']/g },
  { id: 'page-html', pattern: /\bdocument\.write\b|\binsertAdjacentHTML\b/g },
]
const inIndex: readonly Rule[] = [
  { id: 'page-inline-script', pattern: /<script(?![^>]*\bsrc=)[^>]*>/g },
  { id: 'page-inline-style', pattern: /<style\b|\sstyle=/g },
]
const inShell: readonly Rule[] = [
  { id: 'tls-unverified', pattern: /rejectUnauthorized:\s*(?:false|!1)/g },
  {
    id: 'tls-unverified-everywhere',
    pattern: /NODE_TLS_REJECT_UNAUTHORIZED|ignore-certificate-errors|setCertificateVerifyProc/g,
  },
  { id: 'dynamic-code', pattern: /\beval\s*\(|\bnew Function\b|\bFunction\(["'`]/g },
  {
    id: 'unsafe-preference',
    pattern: /\b(?:nodeIntegration\w*|webviewTag|allowRunningInsecureContent|experimentalFeatures):\s*(?:true|!0)/g,
  },
  { id: 'unsafe-preference', pattern: /\b(?:contextIsolation|sandbox|webSecurity):\s*(?:false|!1)/g },
  { id: 'unsafe-preference', pattern: /enableBlinkFeatures|allowpopups|disable-web-security|no-sandbox/g },
  { id: 'remote-module', pattern: /@electron\/remote|enableRemoteModule/g },
  { id: 'file-scheme', pattern: /\b(?:window|contents|webContents)\.loadFile\(|loadURL\(["'`]file:/g },
]

/** How often a pattern may occur in the shell. One more occurrence is not covered by the answer. */
const maxMatches: Readonly<Record<string, number>> = { 'tls-unverified': 1, 'dynamic-code': 5 }

function scan(text: string, file: string, rules: readonly Rule[]): readonly Finding[] {
  return rules.flatMap(({ id, pattern, except }) =>
    [...text.matchAll(pattern)]
      .filter(([match]) => !except?.test(match))
      .map(([match]) => ({ id, what: `${file}: ${match.slice(0, 120)}` })),
  )
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
  )
}

function tooMany(found: readonly Finding[]): readonly Finding[] {
  return Object.entries(maxMatches).flatMap(([id, max]) => {
    const all = found.filter((finding) => finding.id === id)
    return all.length <= max ? [] : [{ id: `${id}-more-than-${max}`, what: all.map(({ what }) => what).join('; ') }]
  })
}

/** The items of the checklist that the hardening file does not name. */
function unansweredItems(): readonly Finding[] {
  const source = readFileSync(join(built.root, 'src/main/security.ts'), 'utf8')
  const named = new Set(
    [...source.matchAll(/\bItems? ([\d, ]+)/g)].flatMap((match) => (match[1] ?? '').split(',').map(Number)),
  )
  return Array.from({ length: 20 }, (_, index) => index + 1)
    .filter((item) => !named.has(item))
    .map((item) => ({ id: 'checklist', what: `item ${item} is not answered` }))
}

function checkPreload(): readonly Finding[] {
  const required = [...readFileSync(built.preload, 'utf8').matchAll(/\brequire\(\s*["'`](.*?)["'`]\s*\)/g)].map(
    (match) => match[1],
  )
  return required.join() === 'electron' ? [] : [{ id: 'preload-requires', what: required.join() }]
}

/** Checks every script, style and page of the build. */
export function checkFiles(): readonly Finding[] {
  const out = join(built.root, 'out')
  const scanFolder = (folder: string, kinds: readonly string[], rules: readonly Rule[]) =>
    filesBelow(join(out, folder))
      .filter((path) => kinds.includes(extname(path)))
      .flatMap((path) => scan(readFileSync(path, 'utf8'), relative(out, path), rules))
  const shell = scanFolder('main', ['.js'], inShell)
  return [
    ...unansweredItems(),
    ...checkPreload(),
    ...scanFolder('renderer', ['.js', '.css', '.html'], inPage),
    ...scanFolder('renderer', ['.html'], inIndex),
    ...shell,
    ...tooMany(shell),
  ]
}
