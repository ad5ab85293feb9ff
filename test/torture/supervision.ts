/**
 * Kills, reloads and restarts the built stack for as long as it is told to, while clients knock without pause, and prints
 * what became of them: `npm run torture:supervision -- --kills 500 --reloads 200 --restarts 10000`. Exit code 1 where a
 * client was refused, where a reload cut one, or where the supervisor has grown.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { createControlClient } from '../../src/supervisor/control-client.ts'
import { clientKinds, startClientLoop, type Tallies } from '../helpers/client-loop.ts'
import { startStack, type TestStack } from '../helpers/stack.ts'

const operationDeadlineMs = 120_000
const pollIntervalMs = 5

/** By which the supervisor's memory may at most be more in the last quarter of the restarts than in the first. */
const maxGrowthMegabytes = 8
const samplingIntervalMs = 100

const neverGivingUp = {
  CHAT_STACK_SUPERVISOR__MAX_RESTARTS: '1000000',
  CHAT_STACK_SUPERVISOR__MIN_UPTIME_MS: '0',
}

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '500' },
    reloads: { type: 'string', default: '200' },
    restarts: { type: 'string', default: '10000' },
  },
})

const failures: string[] = []
await tortureServers(Number(values.kills), Number(values.reloads))
await restartTrivialChild(Number(values.restarts))
for (const failure of failures) console.error(failure)
process.exitCode = failures.length === 0 ? 0 : 1

async function tortureServers(kills: number, reloads: number): Promise<void> {
  const stack = await startStack({ env: neverGivingUp })
  const control = createControlClient(`${stack.folder}/data/run/control.sock`)
  const loop = startClientLoop(stack)
  try {
    await loop.takeTallies()
    const rows = [
      await phase('kill', kills, loop, (round) => killed(stack, round % 2 === 0 ? 'http' : 'ws')),
      await phase('reload', reloads, loop, async () => {
        const result = await control.reload(operationDeadlineMs)
        if (result?.ok !== true) failures.push(`Expected a reload, got ${JSON.stringify(result)}`)
      }),
    ]
    console.table(rows.flat())
  } finally {
    await loop.stop()
    await stack.stop()
  }
}

async function phase(
  what: string,
  times: number,
  loop: ReturnType<typeof startClientLoop>,
  act: (round: number) => Promise<void>,
) {
  const startedAtMs = performance.now()
  for (let round = 0; round < times; round += 1) await act(round)
  const seconds = (performance.now() - startedAtMs) / 1_000
  const tallies = await loop.takeTallies()
  judge(what, tallies)
  return clientKinds.map((clients) => ({
    what,
    times,
    seconds: Math.round(seconds),
    clients,
    ...tallies[clients],
    longestWaitMs: Math.round(tallies[clients].longestWaitMs),
  }))
}

function judge(what: string, tallies: Tallies): void {
  for (const clients of clientKinds) {
    const { refused, cut } = tallies[clients]
    if (refused > 0) failures.push(`${what}: ${refused} ${clients} clients were refused`)
    if (what === 'reload' && cut > 0) failures.push(`${what}: ${cut} ${clients} clients were cut`)
  }
}

/** Resolves when the next generation runs. */
async function killed(stack: TestStack, name: string): Promise<void> {
  const before = await childOf(stack, name)
  process.kill(before.pid ?? 0, 'SIGKILL')
  for (let now = before; now.state !== 'running' || now.generation === before.generation; ) {
    await wait(pollIntervalMs)
    now = await childOf(stack, name)
  }
}

async function restartTrivialChild(times: number): Promise<void> {
  const trivial = [{ name: 'trivial', command: '/bin/true' }]
  const stack = await startStack({
    env: { ...neverGivingUp, CHAT_STACK_SUPERVISOR__CHILDREN: JSON.stringify(trivial) },
  })
  try {
    const quarters = []
    for (let quarter = 1; quarter <= 4; quarter += 1)
      quarters.push(await memoryUntil(stack, Math.round((times * quarter) / 4)))
    console.table(quarters)
    const growth = (quarters[3]?.mostMegabytes ?? 0) - (quarters[0]?.mostMegabytes ?? 0)
    if (growth > maxGrowthMegabytes) failures.push(`The supervisor has grown by ${growth} MB`)
  } finally {
    await stack.stop()
  }
}

async function memoryUntil(stack: TestStack, restarts: number) {
  const samples: number[] = []
  for (;;) {
    const { rssBytes, children } = await stack.status()
    samples.push(megabytes(rssBytes))
    if ((children.find((child) => child.name === 'trivial')?.generation ?? 0) > restarts) break
    await wait(samplingIntervalMs)
  }
  return { restarts, leastMegabytes: Math.min(...samples), mostMegabytes: Math.max(...samples) }
}

async function childOf(stack: TestStack, name: string) {
  const found = (await stack.status()).children.find((child) => child.name === name)
  if (found === undefined) throw new Error(`Expected a child ${name}`)
  return found
}

function megabytes(bytes: number): number {
  return Math.round((bytes / 2 ** 20) * 10) / 10
}
