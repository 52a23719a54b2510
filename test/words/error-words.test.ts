import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createSSRApp } from 'vue'
import { renderToString } from 'vue/server-renderer'
import { beforeAll, describe, expect, expectTypeOf, test } from 'vitest'
import { replyError, unreadable, type FailedReply } from '../../src/core/panel/errors.ts'
import { networkError, timeoutError } from '../../src/core/panel/network-errors.ts'
import { panelUrl } from '../../src/core/servers/profile.ts'
import { listFlagNames } from '../../src/shared/ip/index.ts'
import { errorCodes, type AppError, type ErrorCode, type ErrorValue } from '../../src/shared/errors.ts'
import {
  useErrorText,
  type ErrorKey,
  type ErrorSentences,
  type ErrorText,
} from '../../src/renderer/composables/error-text.ts'
import errors from '../../src/renderer/i18n/en/errors.json' with { type: 'json' }
import { createAppI18n } from '../../src/renderer/i18n/index.ts'

let textOf: (error: ErrorValue) => ErrorText
beforeAll(async () => {
  const page = createSSRApp({
    setup() {
      textOf = useErrorText()
      return () => null
    },
  })
  await renderToString(page.use(createAppI18n()))
})

const exactOf = (code: ErrorCode): string | undefined => {
  const sentences: ErrorSentences = errors[code.replaceAll('.', '_') as ErrorKey]
  return sentences.exact
}
const unfilled = /\{\w+\}/

/** Checked by the compiler: a new code without sentences fails, and so do sentences of a code that no longer exists. */
test('the catalogue has the sentences of each code', () => {
  expectTypeOf<keyof typeof errors>().toEqualTypeOf<ErrorKey>()
  expectTypeOf(errors).toExtend<Readonly<Record<ErrorKey, ErrorSentences>>>()
})

describe('every code', () => {
  test.each(errorCodes)(
    '%s has a sentence and a remedy, and leaves no placeholder unfilled if it has no details',
    (code) => {
      const { what, remedy } = textOf({ code, message: '' })
      expect(what).not.toMatch(unfilled)
      expect(remedy).not.toMatch(unfilled)
      expect(Math.min(what.length, remedy.length)).toBeGreaterThan(15)
      expect(what).not.toContain('errors.')
    },
  )

  test('is thrown somewhere in core or in a shell', () => {
    const folders = ['core', 'web', 'main', 'shell'].map((name) => join(import.meta.dirname, '../../src', name))
    const files = folders.flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
    )
    const code = files
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n')
    // These are built from the name of what must be confirmed.
    const built: readonly string[] = listFlagNames.map((flag) => `confirm.${flag}`)
    expect(errorCodes.filter((each) => !built.includes(each) && !code.includes(`'${each}'`))).toEqual([])
  })
})

const target = { host: 'panel.example.com', port: 2083, sent: true }
const request = { url: 'https://panel.example.com:2083/api/v1/ftp/admin_a', method: 'GET', scope: 'ftp', row: true }
const reply = (status: number, body = '{"error":"It said so"}', headers: FailedReply['headers'] = {}): FailedReply => ({
  status,
  headers,
  body,
  receivedAtMs: 0,
})
const failed = (code: string) => networkError(Object.assign(new Error('x'), { code }), target) as AppError
const thrownBy = (work: () => unknown): AppError => {
  try {
    work()
  } catch (thrown) {
    return thrown as AppError
  }
  throw new Error('It ended well')
}

/** Errors as the code makes them, each with a text that its sentence must contain. */
const thrownErrors: readonly (readonly [ErrorCode, AppError, string?])[] = [
  ['net.dns', failed('ENOTFOUND'), target.host],
  ['net.refused', failed('ECONNREFUSED'), '2083'],
  ['net.unreachable', failed('EHOSTUNREACH'), target.host],
  ['net.lost', failed('ECONNRESET'), target.host],
  ['net.timeout', timeoutError(target, 'answer', 1000), target.host],
  ['net.too-large', failed('HPE_HEADER_OVERFLOW')],
  ['tls.untrusted', failed('DEPTH_ZERO_SELF_SIGNED_CERT'), target.host],
  ['tls.changed', failed('PIN_MISMATCH'), target.host],
  ['tls.failed', failed('EPROTO'), target.host],
  ['panel.bad-reply', failed('HPE_INVALID_CONSTANT')],
  [
    'panel.redirect',
    replyError(reply(301, '', { location: 'https://elsewhere.example/x?y' }), request),
    'https://elsewhere.example/x',
  ],
  ['panel.redirect', replyError(reply(301), request)],
  ['panel.token-rejected', replyError(reply(401), request)],
  ['panel.scope', replyError(reply(403, `{"error":"API key is not scoped for 'ftp'"}`), request), 'ftp'],
  ['panel.scope', replyError(reply(403, '{"error":"Insufficient permissions"}'), { ...request, scope: null })],
  ['panel.address-refused', replyError(reply(403, '{"error":"IP not allowed"}'), request)],
  ['panel.forbidden', replyError(reply(403), request)],
  ['panel.not-found', replyError(reply(404), request)],
  ['panel.wrong-path', replyError(reply(404), { ...request, row: false })],
  ['net.timeout', replyError(reply(408), request), target.host],
  ['panel.conflict', replyError(reply(409), request)],
  ['panel.invalid', replyError(reply(422), request)],
  ['panel.throttled', replyError(reply(429), request)],
  ['panel.server-error', replyError(reply(500), request), '500'],
  ['panel.html', replyError(reply(502, '<html>'), request), '502'],
  ['panel.bad-reply', unreadable(reply(200, '{'), request, 'not-json'), '200'],
  ['server.url-invalid', thrownBy(() => panelUrl('ftp://x', false))],
  ['server.http-refused', thrownBy(() => panelUrl('http://x.example', false))],
]

/** Returns the arguments of a call: the code from behind the opening bracket to the matching closing bracket. */
function upToClosingBracket(code: string): string {
  let depth = 1
  const end = [...code].findIndex((sign) => {
    depth += { '(': 1, ')': -1 }[sign] ?? 0
    return depth === 0
  })
  return code.slice(0, end)
}

describe('an error as it is thrown', () => {
  test.each(thrownErrors.map(([code, error, names]) => ({ code, error, names })))(
    '$code is printed with its details',
    ({ code, error, names }) => {
      expect(error.code).toBe(code)
      const { what, panel } = textOf(error.toValue())
      expect(what).not.toMatch(unfilled)
      if (names !== undefined) expect(what).toContain(names)
      if (error.details?.['panelMessage']) expect(panel).toContain(String(error.details['panelMessage']))
    },
  )

  /** Codes whose exact sentence needs facts from where the error is thrown: each `new AppError` must name them. */
  test.each(
    errorCodes.filter(
      (code) =>
        exactOf(code) !== undefined && !thrownErrors.some(([each, , names]) => each === code && names !== undefined),
    ),
  )('%s has the details that its exact sentence names wherever it is thrown', (code) => {
    const names = [...(exactOf(code) ?? '').matchAll(/\{(\w+)\}/g)].map(([, name]) => String(name))
    const core = join(import.meta.dirname, '../../src/core')
    const files = readdirSync(core, { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
    )
    const callArguments = files.flatMap((name) =>
      readFileSync(join(core, name), 'utf8').split(`new AppError('${code}'`).slice(1).map(upToClosingBracket),
    )
    expect(callArguments.length, 'thrown by name').toBeGreaterThan(0)
    for (const args of callArguments)
      for (const name of names) expect(args).toMatch(new RegExp(`\\b${name}\\b\\s*[:,}]`))
  })
})
