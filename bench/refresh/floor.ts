import { Agent, get } from 'node:https'
import { createSecureContext } from 'node:tls'
import { measureLap, type BenchPanel } from './messages.ts'

/**
 * The least possible cost of reading the fleet: both lists of every panel at once over pinned keep-alive agents, and
 * JSON.parse. Like Wisdeck's lap, the lap follows another one in the same process and uses new sockets. The certificate
 * of a panel is parsed once, not for each socket. With `one-by-one` the second list follows the first over one
 * connection.
 */
function read(panel: BenchPanel, agent: Agent, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = get(
      `${panel.url}${path}`,
      { agent, headers: { Authorization: `Bearer ${panel.token}`, Accept: 'application/json' } },
      (response) => {
        if (response.statusCode !== 200)
          return reject(new Error(`${path} of ${panel.name} was answered with ${response.statusCode}`))
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => {
          const body = Buffer.concat(chunks)
          JSON.parse(body.toString('utf8'))
          resolve(body.length)
        })
        response.on('error', reject)
      },
    )
    request.on('error', reject)
  })
}

const oneByOne = process.argv[2] === 'one-by-one'

async function refresh(panels: readonly BenchPanel[]): Promise<number> {
  const agents = panels.map(
    ({ certificatePem, fingerprint256 }) =>
      new Agent({
        keepAlive: true,
        secureContext: createSecureContext({ ca: [certificatePem], allowPartialTrustChain: true }),
        maxCachedSessions: 0,
        checkServerIdentity: (_, met) =>
          met.fingerprint256 === fingerprint256 ? undefined : new Error('another certificate'),
      }),
  )
  const sizes = await Promise.all(
    panels.map(async (panel, at) => {
      const first = read(panel, agents[at]!, '/ftp/')
      if (oneByOne) await first
      const both = await Promise.all([first, read(panel, agents[at]!, '/cronjobs/')])
      return both[0] + both[1]
    }),
  )
  for (const agent of agents) agent.destroy()
  return sizes.reduce((sum, size) => sum + size, 0)
}

async function run(panels: readonly BenchPanel[]) {
  await refresh(panels)
  return measureLap(() => refresh(panels))
}

process.on('message', (panels: BenchPanel[]) => {
  void run(panels).then((result) => process.send?.(result, () => process.exit(0)))
})
process.send?.({ ready: true })
