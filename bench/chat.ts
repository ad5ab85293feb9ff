/**
 * A whole chat: rooms of people who talk, every message durable before it is acked. Deliveries per second of the
 * server's CPU, chat-stack against socket.io with better-sqlite3, and against uWebSockets in C++ with Bun's SQLite;
 * rounds alternate, order is checked by the receivers.
 */
import { existsSync } from 'node:fs'
import { type ChatLoad, type ChatMeasured, measureChat } from './harness/measure-chat.ts'
import { printTable, type Sample, saveResult, summarize } from './harness/report.ts'
import type { CpuTime } from './harness/thread-times.ts'

const roomCount = 10
const perRoom = 50
const rounds = 3
/** Bun has one on this platform alone, as an optional package; without it its rows are missing. */
const execPath = new URL('./node_modules/@oven/bun-linux-x64/bin/bun', import.meta.url).pathname
const uwebsockets = { dialect: 'chat-stack', entry: '../servers/chat-uwebsockets.ts' }
const subjects: (Pick<ChatLoad, 'dialect' | 'entry' | 'program'> & { name: string })[] = [
  { name: 'socket.io', dialect: 'socket.io', entry: '../servers/chat-socketio.ts' },
  { name: 'chat-stack', dialect: 'chat-stack', entry: '../servers/chat-stack.ts' },
  ...(existsSync(execPath)
    ? [
        { name: 'uWebSockets', ...uwebsockets, program: { execPath } },
        { name: 'uWebSockets, nothing stored', ...uwebsockets, program: { execPath, args: ['--forget'] } },
      ]
    : []),
]

const loads: { name: string; title: string; command: 'step' | 'talk'; parameters: Record<string, number> }[] =
  [
    {
      name: 'step',
      title: 'one message in each room at the same moment',
      command: 'step',
      parameters: { rounds: 400 },
    },
    ...[
      { window: 1, messages: 4_000 },
      { window: 4, messages: 6_000 },
      { window: 16, messages: 8_000 },
    ].map((parameters) => ({
      name: String(parameters.window),
      title: `${parameters.window} message(s) in flight a room`,
      command: 'talk' as const,
      parameters,
    })),
  ]

for (const { name, title, command, parameters } of loads) {
  const samples: Sample[] = []
  const latencies: Record<string, { p50: number; p99: number }> = {}
  const ours: ChatMeasured[] = []
  for (let round = 0; round < rounds; round++) {
    for (const { name: subject, ...load } of subjects) {
      const measured = await measureChat({ ...load, roomCount, perRoom }, (ask) => ask(command, parameters))
      samples.push({ subject, value: measured.deliveriesPerCpuSecond })
      latencies[subject] = measured.ackMs
      if (subject === 'chat-stack') ours.push(measured)
    }
  }
  const rows = summarize(samples, 'socket.io')
  printTable(`Chat in ${roomCount} rooms of ${perRoom}, ${title}`, 'deliveries per CPU-second', rows)
  const threads = perMessage(ours)
  printThreads(threads)
  console.log(`\nAck, last round, as fast as it goes: ${describe(latencies)}`)
  saveResult(`chat-${name}`, { rows, latencies, threads: Object.fromEntries(threads) })
}

/** Of all rounds, in microseconds. */
function perMessage(measured: readonly ChatMeasured[]): Map<string, CpuTime> {
  const messages = measured.reduce((sum, round) => sum + round.messages, 0)
  const times = new Map<string, CpuTime>()
  for (const [name, { user, system }] of measured.flatMap(({ threads }) => [...threads])) {
    const before = times.get(name) ?? { user: 0, system: 0 }
    times.set(name, {
      user: before.user + (user * 1e6) / messages,
      system: before.system + (system * 1e6) / messages,
    })
  }
  return times
}

function printThreads(threads: Map<string, CpuTime>): void {
  console.log(`\n| CPU of a message to ${perRoom}, µs | user | system |\n|---|---:|---:|`)
  for (const [name, { user, system }] of threads) {
    if (user + system >= 1) console.log(`| ${name} | ${user.toFixed(0)} | ${system.toFixed(0)} |`)
  }
}

function describe(latencies: Record<string, { p50: number; p99: number }>): string {
  return Object.entries(latencies)
    .map(([name, { p50, p99 }]) => `${name} p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`)
    .join('; ')
}
