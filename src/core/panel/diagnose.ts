import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { AppError, toErrorValue } from '../../shared/errors.ts'
import { listedKinds } from '../../shared/kinds/index.ts'
import type { Diagnosis, DiagnosisStep, Fix } from '../../shared/model/diagnosis.ts'
import { diagnosisSteps } from '../../shared/model/diagnosis.ts'
import { normalisePanelUrl } from '../../shared/panel-url.ts'
import type { Budget } from '../limiter/types.ts'
import type { Logger } from '../log/types.ts'
import type { Clock } from '../ports.ts'
import { createPanelClient, type PanelClientDeps } from './client.ts'
import { fixFor, suggestOtherPort } from './diagnose-fixes.ts'
import { tcpProbe } from './tcp-probe.ts'
import { networkError } from './network-errors.ts'
import { changedError, describePin, endpointOf, probeCertificate } from './trust.ts'
import type { CallOptions, PanelClient, Pin } from './types.ts'
import { defaultTimeouts, type Timeouts } from './http-transport.ts'

export interface DiagnoseRequest {
  /** As the user typed it, or a profile's normalised URL. */
  readonly url: string
  readonly allowHttp: boolean
  /** The certificate that this server's profile trusts. */
  readonly pin?: Pin | null
  /** The fingerprint of a certificate that the user has just seen and trusts, for a server not in the fleet yet. */
  readonly trustFingerprint256?: string | null
  /** Lends the token; null ends the connection test before the token is needed. */
  readonly useToken: PanelClientDeps['useToken'] | null
  readonly clock: Clock
  readonly log: Logger
  /** The token's budget. Without one, the few requests of the test are sent at once. */
  readonly budget?: () => Budget | Promise<Budget>
  readonly timeouts?: () => Partial<Timeouts>
  readonly signal?: AbortSignal
  /** Looks up the addresses of a name. Only tests replace the operating system's resolver. */
  readonly resolve?: (host: string) => Promise<unknown>
  /** The ports to try if the one in the URL does not open; `panelPorts` by default. Only tests replace them. */
  readonly ports?: readonly number[]
}

interface Findings {
  readonly url: string
  readonly certificate: Diagnosis['certificate']
  readonly previous: Diagnosis['previous']
  readonly panel: Diagnosis['panel']
  readonly totals: Diagnosis['totals']
  readonly fix: Fix | null
}

type Steps = Map<DiagnosisStep, Diagnosis['steps'][number]>

/**
 * Tests the connection to a panel step by step. Returns where the test fails and what would fix it. The token is
 * not used before the certificate is trusted. One list may fail while the other works. Rejects only with
 * `cancelled` and with bugs.
 */
export async function diagnose(request: DiagnoseRequest): Promise<Diagnosis> {
  const steps: Steps = new Map()
  let findings: Findings = {
    url: request.url,
    certificate: null,
    previous: null,
    panel: null,
    totals: {},
    fix: null,
  }
  const addFindings = (added: Partial<Findings>) => (findings = { ...findings, ...added })
  const context: TestContext = {
    request,
    steps,
    addFindings,
    timeouts: { ...defaultTimeouts, ...request.timeouts?.() },
  }
  const url = await runStep(context, 'address', async () => addressOf(request))
  if (url !== null) {
    addFindings({ url })
    const pin = (await openPort(context, url)) ? await checkCertificate(context, url) : null
    if (pin && request.useToken) await testApi(context, url, pin.pin, request.useToken)
  }
  const allSteps = diagnosisSteps.map(
    (name) => steps.get(name) ?? { step: name, state: 'skipped' as const, tookMs: null, error: null },
  )
  return { ok: allSteps.every(({ state }) => state !== 'failed'), ...findings, steps: allSteps }
}

interface TestContext {
  readonly request: DiagnoseRequest
  readonly steps: Steps
  readonly addFindings: (findings: Partial<Findings>) => void
  readonly timeouts: Timeouts
}

/** Runs a step, times it and records its result. Returns null if it failed. `findFix` runs for the first failure. */
async function runStep<T>(
  { request, steps, addFindings }: TestContext,
  name: DiagnosisStep,
  run: () => Promise<T>,
  findFix?: (error: AppError) => Fix | null | Promise<Fix | null>,
): Promise<T | null> {
  const startedAt = request.clock.monotonic()
  const recordState = (state: 'ok' | 'failed', error: unknown) =>
    steps.set(name, {
      step: name,
      state,
      tookMs: Math.round(request.clock.monotonic() - startedAt),
      error: error === null ? null : toErrorValue(error),
    })
  try {
    const value = await run()
    recordState('ok', null)
    return value
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code === 'cancelled') throw thrown
    const isFirst = ![...steps.values()].some(({ state }) => state === 'failed')
    recordState('failed', thrown)
    const fix = isFirst && findFix ? await findFix(thrown) : null
    if (fix) addFindings({ fix })
    return null
  }
}

function addressOf({ url, allowHttp }: DiagnoseRequest): string {
  const parsed = normalisePanelUrl(url)
  if (!parsed.ok) throw new AppError('server.url-invalid', 'Not the address of a panel', { problem: parsed.problem })
  if (parsed.plainHttp && !allowHttp)
    throw new AppError('server.http-refused', 'Plain http is off for this server', { url: parsed.url })
  return parsed.url
}

/** Looks up the name and opens the port. If the port refuses or does not answer, tries the other ports of panels. */
async function openPort(context: TestContext, url: string): Promise<boolean> {
  const { request, timeouts } = context
  const { host, port } = endpointOf(url)
  const resolve = request.resolve ?? ((name: string) => lookup(name, { all: true }))
  const known = await runStep(context, 'dns', async () => {
    if (isIP(host)) return true
    await resolve(host).catch((thrown: unknown) => {
      throw networkError(thrown, { host, port, sent: false }) ?? thrown
    })
    return true
  })
  if (!known) return false
  const open = await runStep(
    context,
    'port',
    () => tcpProbe(host, port, timeouts.connectMs, request.signal),
    ({ code }) =>
      code === 'net.refused' || code === 'net.timeout'
        ? suggestOtherPort({ url, ports: request.ports, timeoutMs: timeouts.connectMs, signal: request.signal })
        : null,
  )
  return open !== null
}

/**
 * Checks the certificate. Returns `{pin}` with what the client is to trust (a null pin for the operating system's
 * roots), or null if nothing may be sent.
 */
async function checkCertificate(context: TestContext, url: string): Promise<{ readonly pin: Pin | null } | null> {
  const { request, addFindings } = context
  if (url.startsWith('http:')) return { pin: null }
  return runStep(context, 'tls', async () => {
    const { info, certificatePem, distrust } = await probeCertificate({
      url,
      timeoutMs: context.timeouts.connectMs,
      signal: request.signal,
    })
    addFindings({ certificate: info })
    const trustFix: Fix = { kind: 'trust', fingerprint256: info.fingerprint256 }
    if (request.pin) {
      if (request.pin.fingerprint256 === info.fingerprint256) return { pin: request.pin }
      addFindings({ previous: describePin(request.pin), fix: trustFix })
      throw changedError(url, request.pin, info)
    }
    if (request.trustFingerprint256 === info.fingerprint256)
      return { pin: { fingerprint256: info.fingerprint256, certificatePem } }
    if (info.systemTrusted) return { pin: null }
    addFindings({ fix: trustFix })
    throw distrustError(url, info, distrust)
  })
}

function distrustError(
  url: string,
  certificate: NonNullable<Diagnosis['certificate']>,
  distrust: string | null,
): AppError {
  const failure = networkError(Object.assign(new Error('Rejected certificate'), { code: distrust ?? '' }), {
    ...endpointOf(url),
    sent: false,
  })
  const details =
    failure?.code === 'tls.untrusted'
      ? failure.details
      : { ...endpointOf(url), sent: false, reason: 'unknown-authority' }
  return new AppError('tls.untrusted', 'The certificate of the server is not trusted', { ...details, certificate })
}

/** Tests the token and both lists through a client like the app's, which sends each request only once. */
async function testApi(
  context: TestContext,
  url: string,
  pin: Pin | null,
  useToken: PanelClientDeps['useToken'],
): Promise<void> {
  const { request, timeouts } = context
  const target = { url, pin, allowHttp: request.allowHttp }
  const { clock, log } = request
  const client = createPanelClient({
    id: null,
    target,
    useToken,
    budget: request.budget ?? unlimitedBudget,
    clock,
    log,
    idempotencyKey: () => '',
    timeouts: () => timeouts,
    tries: 1,
  })
  const options: CallOptions = { priority: 'interactive', ...(request.signal ? { signal: request.signal } : {}) }
  try {
    if (await readTokenOwner(context, client, options)) await readLists(context, client, options)
  } finally {
    client.close()
  }
}

/**
 * Errors that prove nothing against the token. A panel may have no such endpoint, answer it with a web page or fail
 * in it, and the scope need not cover it. If there is no API at this address at all, the lists show that.
 */
const inconclusiveErrors: readonly AppError['code'][] = [
  'panel.scope',
  'panel.forbidden',
  'panel.wrong-path',
  'panel.redirect',
  'panel.html',
  'panel.bad-reply',
  'panel.server-error',
  'panel.invalid',
]

/**
 * Reads the token owner and the panel's version. If the panel does not tell the owner, tries the token on the lists.
 * Returns false if the token fails.
 */
async function readTokenOwner(context: TestContext, client: PanelClient, options: CallOptions): Promise<boolean> {
  const known = await runStep(
    context,
    'token',
    async () => {
      const user = await client.me(options).catch(nullFor(...inconclusiveErrors, 'panel.token-rejected'))
      if (user === null) await tryToken(client, options)
      const version = await client.version(options).catch(nullFor(...inconclusiveErrors, 'panel.token-rejected'))
      return { username: user?.username ?? null, role: user?.role ?? null, version }
    },
    (error) => fixFor(error, context.request.url),
  )
  if (known)
    context.addFindings({
      panel: known.username === null && known.role === null && known.version === null ? null : known,
    })
  return known !== null
}

/**
 * Tries the token on the lists. All reject an invalid token, so a token that one of them accepts is valid.
 * @throws AppError panel.token-rejected if the first list rejects it and no other one can be read with it; another
 * error of the first list, unless it is inconclusive
 */
async function tryToken(client: PanelClient, options: CallOptions): Promise<void> {
  let rejection: AppError | null = null
  for (const kind of listedKinds) {
    const read = client.list(kind, options).then(() => null)
    if (rejection !== null) {
      if (
        await read.then(
          () => true,
          () => false,
        )
      )
        return
      continue
    }
    rejection = await read.catch(nullFor(...inconclusiveErrors)).catch((thrown: unknown) => {
      if (thrown instanceof AppError && thrown.code === 'panel.token-rejected') return thrown
      throw thrown
    })
    if (rejection === null) return
  }
  if (rejection !== null) throw rejection
}

async function readLists(context: TestContext, client: PanelClient, options: CallOptions): Promise<void> {
  let totals: Diagnosis['totals'] = {}
  for (const kind of listedKinds) {
    const found = await runStep(
      context,
      kind,
      async () => ({ total: (await client.list(kind, options)).total }),
      (error) => fixFor(error, context.request.url),
    )
    if (found) context.addFindings({ totals: (totals = { ...totals, [kind]: found.total }) })
  }
}

/** Returns a handler that turns errors with these codes into null and throws all others. */
function nullFor(...codes: readonly AppError['code'][]): (thrown: unknown) => null {
  return (thrown) => {
    if (thrown instanceof AppError && codes.includes(thrown.code)) return null
    throw thrown
  }
}

/** Returns a budget that sends at once, for the few requests of a connection test to a server without a budget. */
function unlimitedBudget(): Budget {
  return {
    request: ({ send, signal }) => send(signal ?? new AbortController().signal),
    view: () => ({
      limit: null,
      remaining: null,
      resetAtMs: null,
      waiting: 0,
      doneAtMs: null,
      inFlight: 0,
      reason: 'ready',
    }),
    etaMs: () => 0,
    clockAheadMs: () => null,
    clockOffset: () => null,
    openView: () => () => undefined,
  }
}
