/**
 * What supervision costs and how quick it is: memory and CPU at rest, the time of a start, and of a server that was
 * killed until it answers again. Of the built stack, on Linux.
 */
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import http from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { WebSocket } from 'ws'
import { startStack, type TestStack } from '../test/helpers/stack.ts'
import { percentile, printTargets, type Target } from './harness/report.ts'

const starts = 10
const killsOfEach = 10
const settledMs = 5_000
const restMs = 60_000
const pollIntervalMs = 5
const bin = new URL('../bin/chat-stack.cjs', import.meta.url).pathname

const help = await timesOf(
  starts,
  async () => void (await promisify(execFile)(process.execPath, [bin, '--help'])),
)
const started = await timesOf(starts, async () => {
  const stack = await startStack()
  return () => stack.stop()
})
// A server that has been up for ten seconds is started again at once; here all have.
const stack = await startStack({ env: { CHAT_STACK_SUPERVISOR__MIN_UPTIME_MS: '0', ...neverGivingUp() } })
try {
  await wait(settledMs)
  const rest = await atRest(stack)
  const crashes = { http: await crashTimes(stack, 'http'), ws: await crashTimes(stack, 'ws') }
  report(rest, crashes)
} finally {
  await stack.stop()
}

function neverGivingUp(): Record<string, string> {
  return { CHAT_STACK_SUPERVISOR__MAX_RESTARTS: '1000000' }
}

interface Memory {
  readonly name: string
  readonly rssMegabytes: number
  readonly pssMegabytes: number
}

interface Rest {
  readonly memory: readonly Memory[]
  readonly cpuPercent: number
}

async function atRest(of: TestStack): Promise<Rest> {
  const { pid, children } = await of.status()
  const before = cpuMs(pid)
  await wait(restMs)
  const cpuPercent = ((cpuMs(pid) - before) / restMs) * 100
  const processes = [{ name: 'supervisor', pid }, ...children]
  return {
    memory: processes.map(({ name, pid }) => memoryOf(name, pid ?? 0)),
    cpuPercent,
  }
}

/** From the kill to the first answer to a client who came right after it. */
async function crashTimes(of: TestStack, name: 'http' | 'ws'): Promise<number[]> {
  const times: number[] = []
  for (let round = 0; round < killsOfEach; round += 1) {
    const pid = await of.childPid(name)
    const startedAtMs = performance.now()
    process.kill(pid, 'SIGKILL')
    await (name === 'http' ? answered(of.http) : welcomed(of.ws))
    times.push(performance.now() - startedAtMs)
    while ((await of.status()).children.some(({ state }) => state !== 'running')) await wait(pollIntervalMs)
  }
  return times
}

/** Whoever was accepted by the process that died comes again, as browsers do. */
async function answered(url: string): Promise<void> {
  for (;;) {
    const request = http.get(`${url}/healthz`, { agent: false })
    const [response] = (await once(request, 'response').catch(() => [null])) as [http.IncomingMessage | null]
    response?.resume()
    if (response?.statusCode === 200) return
  }
}

async function welcomed(url: string): Promise<void> {
  for (;;) {
    const socket = new WebSocket(url)
    const isOpen = await once(socket, 'open').then(
      () => true,
      () => false,
    )
    socket.terminate()
    if (isOpen) return
  }
}

async function timesOf(count: number, act: () => Promise<(() => Promise<void>) | void>): Promise<number[]> {
  const times: number[] = []
  // The first one fills V8's code cache.
  for (let round = 0; round <= count; round += 1) {
    const startedAtMs = performance.now()
    const undo = await act()
    if (round > 0) times.push(performance.now() - startedAtMs)
    await undo?.()
  }
  return times
}

/** Of all its threads. */
function cpuMs(pid: number): number {
  const tasks = readdirSync(`/proc/${pid}/task`)
  const nanoseconds = tasks.map((task) =>
    Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]),
  )
  return nanoseconds.reduce((sum, each) => sum + each, 0) / 1e6
}

function memoryOf(name: string, pid: number): Memory {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  const megabytes = (key: string) => Number(new RegExp(`^${key}:\\s+(\\d+) kB`, 'm').exec(rollup)?.[1]) / 1024
  return { name, rssMegabytes: megabytes('Rss'), pssMegabytes: megabytes('Pss') }
}

function report({ memory, cpuPercent }: Rest, crashes: Record<string, readonly number[]>): void {
  console.log('\n### At rest\n\n| process | RSS | of it its own (PSS) |\n|---|---:|---:|')
  for (const { name, rssMegabytes, pssMegabytes } of memory)
    console.log(`| ${name} | ${rssMegabytes.toFixed(1)} MB | ${pssMegabytes.toFixed(1)} MB |`)
  const rss = memory[0]?.rssMegabytes ?? Number.NaN
  printTargets('supervisor', [
    target('the supervisor at rest', rss, 70, 'MB'),
    target(`its CPU, over ${restMs / 1_000} s`, cpuPercent, 0.5, '%'),
    ...timeTargets('chat-stack --help', help, 60),
    ...timeTargets('start to both ready', started, 700),
    ...Object.entries(crashes).flatMap(([name, times]) =>
      timeTargets(`${name} killed, to its answer`, times, 400),
    ),
  ])
}

function timeTargets(what: string, times: readonly number[], wantedMs: number): Target[] {
  const range = `${Math.min(...times).toFixed(0)} to ${Math.max(...times).toFixed(0)}`
  return [target(`${what}, median of ${times.length} (${range})`, percentile(times, 0.5), wantedMs, 'ms')]
}

function target(what: string, measured: number, wanted: number, unit: string): Target {
  const shown = measured < 10 ? measured.toFixed(2) : measured.toFixed(0)
  return { what, measured: `${shown} ${unit}`, target: `≤ ${wanted} ${unit}`, isMet: measured <= wanted }
}
