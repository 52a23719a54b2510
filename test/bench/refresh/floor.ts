import { Agent, get } from 'node:https'
import { createSecureContext } from 'node:tls'
import { lap, type BenchPanel } from './messages.ts'

/**
 * The least that reading the fleet can cost: both lists of every panel at once over pinned keep-alive agents, and JSON.parse.
 * Like Wisdeck's lap it follows a first refresh in the same process, so that both run compiled code over new sockets, and
 * the certificate of a panel is parsed once, not for each of its two sockets.
 */
function read(panel: BenchPanel, agent: Agent, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = get(`${panel.url}${path}`, { agent, headers: { Authorization: `Bearer ${panel.token}`, Accept: 'application/json' } }, (response) => {
      if (response.statusCode !== 200) return reject(new Error(`${path} of ${panel.name} was answered with ${response.statusCode}`))
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        const body = Buffer.concat(chunks)
        JSON.parse(body.toString('utf8'))
        resolve(body.length)
      })
      response.on('error', reject)
    })
    request.on('error', reject)
  })
}

async function refresh(panels: readonly BenchPanel[]): Promise<number> {
  const agents = panels.map(
    ({ certificatePem, fingerprint256 }) =>
      new Agent({
        keepAlive: true,
        secureContext: createSecureContext({ ca: [certificatePem], allowPartialTrustChain: true }),
        maxCachedSessions: 0,
        checkServerIdentity: (_, met) => (met.fingerprint256 === fingerprint256 ? undefined : new Error('another certificate')),
      }),
  )
  const sizes = await Promise.all(panels.flatMap((panel, at) => ['/ftp/', '/cronjobs/'].map((path) => read(panel, agents[at]!, path))))
  for (const agent of agents) agent.destroy()
  return sizes.reduce((sum, size) => sum + size, 0)
}

async function run(panels: readonly BenchPanel[]) {
  await refresh(panels)
  return lap(() => refresh(panels))
}

process.on('message', (panels: BenchPanel[]) => {
  void run(panels).then((result) => process.send?.(result, () => process.exit(0)))
})
process.send?.({ ready: true })
