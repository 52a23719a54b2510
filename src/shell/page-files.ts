import { readFile } from 'node:fs/promises'
import { extname, isAbsolute, relative, resolve, sep } from 'node:path'

/** One file of the page, with what is needed to serve it. */
interface PageFile {
  readonly body: Buffer<ArrayBuffer>
  readonly contentType: string
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
}

/** Percent-decodes once. Returns null for a broken escape or a NUL, which no file of ours has. */
function decodePath(urlPath: string): string | null {
  try {
    const decoded = decodeURIComponent(urlPath)
    return decoded.includes('\0') ? null : decoded
  } catch {
    return null
  }
}

/**
 * Returns the path of the file behind a URL path, or null if it is not below `root` or cannot be decoded. The check
 * uses the resolved path, so no spelling of `..` gets past it. `/` is index.html. No other path has a fallback.
 */
function resolvePagePath(root: string, urlPath: string): string | null {
  const decoded = decodePath(urlPath)
  if (decoded === null) return null
  const target = resolve(root, `.${sep}${decoded === '/' ? 'index.html' : decoded}`)
  const inside = relative(root, target)
  if (inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) return null
  return target
}

/** Reads one file of the page. Returns null if there is none (a folder is none). Throws on any other I/O error. */
export async function readPageFile(root: string, urlPath: string): Promise<PageFile | null> {
  const path = resolvePagePath(root, urlPath)
  if (path === null) return null
  try {
    return {
      body: await readFile(path),
      contentType: contentTypes[extname(path).toLowerCase()] ?? 'application/octet-stream',
    }
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return null
    throw thrown
  }
}

/**
 * Returns the headers of every file of the page: a content security policy that names each kind of source, and no
 * caching, type sniffing, framing or referrer. `connect` is what fetch and EventSource may reach.
 */
export function pageHeaders(connect: "'self'" | "'none'"): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self'",
    `connect-src ${connect}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ]
  return {
    'Content-Security-Policy': policy.join('; '),
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
  }
}
