import type { CustomScheme, Protocol } from 'electron'
import { readPageFile } from '../shell/page-files.ts'
import { appHost, appScheme, pagePolicy } from './security.ts'

/** Standard and secure, so that the page has an origin, relative addresses and fetch. Register it before `ready`. */
export const pageScheme: CustomScheme = {
  scheme: appScheme,
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
}

function notFound(): Response {
  return new Response('There is nothing under this address', { status: 404, headers: { 'Content-Type': 'text/plain' } })
}

/** Serves the built page from `rendererDir` under app://wisdeck/, with its content policy as a header. */
export function servePage(protocol: Pick<Protocol, 'handle'>, rendererDir: string): void {
  protocol.handle(appScheme, async (request) => {
    const { host, pathname } = new URL(request.url)
    if (host !== appHost || request.method !== 'GET') return notFound()
    const file = await readPageFile(rendererDir, pathname)
    if (file === null) return notFound()
    return new Response(file.body, { headers: { ...pagePolicy, 'Content-Type': file.contentType } })
  })
}
