/**
 * A whole chat: rooms of people who talk, every message durable before it is acked. Deliveries per second of the
 * server's CPU, chat-stack against socket.io with better-sqlite3, and against uWebSockets in C++ with Bun's SQLite;
 * rounds alternate, order is checked by the receivers.
 */
import { existsSync } from 'node:fs'
import { type ChatLoad, measureChat } from './harness/measure-chat.ts'
import { printTable, type Sample, saveResult, summarize } from './harness/report.ts'

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
  for (let round = 0; round < rounds; round++) {
    for (const { name: subject, ...load } of subjects) {
      const { deliveriesPerCpuSecond: value, ackMs } = await measureChat(
        { ...load, roomCount, perRoom },
        (ask) => ask(command, parameters),
      )
      samples.push({ subject, value })
      latencies[subject] = ackMs
    }
  }
  const rows = summarize(samples, 'socket.io')
  printTable(`Chat in ${roomCount} rooms of ${perRoom}, ${title}`, 'deliveries per CPU-second', rows)
  console.log(`\nAck, last round, as fast as it goes: ${describe(latencies)}`)
  saveResult(`chat-${name}`, { rows, latencies })
}

function describe(latencies: Record<string, { p50: number; p99: number }>): string {
  return Object.entries(latencies)
    .map(([name, { p50, p99 }]) => `${name} p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`)
    .join('; ')
}
