/**
 * A whole chat: rooms of people who talk, every message durable before it is acked. Deliveries per second of the
 * server's CPU, chat-stack against socket.io with better-sqlite3; rounds alternate, order is checked by the receivers.
 */
import { startProgram } from './harness/program.ts'
import { printTable, type Sample, saveResult, summarize } from './harness/report.ts'

const roomCount = 10
const perRoom = 50
const rounds = 3
const subjects = [
  { name: 'socket.io', entry: './servers/chat-socketio.ts' },
  { name: 'chat-stack', entry: './servers/chat-stack.ts' },
] as const

for (const { window, messages } of [
  { window: 1, messages: 4_000 },
  { window: 16, messages: 8_000 },
]) {
  const samples: Sample[] = []
  const latencies: Record<string, { p50: number; p99: number }> = {}
  for (let round = 0; round < rounds; round++) {
    for (const subject of subjects) {
      const { value, ackMs } = await measure(subject, window, messages)
      samples.push({ subject: subject.name, value })
      latencies[subject.name] = ackMs
    }
  }
  const rows = summarize(samples, 'socket.io')
  printTable(
    `Chat in ${roomCount} rooms of ${perRoom}, ${window} message(s) in flight a room`,
    'deliveries per CPU-second',
    rows,
  )
  console.log(`\nAck, last round, as fast as it goes: ${describe(latencies)}`)
  saveResult(`chat-${window}`, { rows, latencies })
}

async function measure(subject: (typeof subjects)[number], window: number, messages: number) {
  const server = await startProgram(new URL(subject.entry, import.meta.url))
  const load = await startProgram(new URL('./harness/chatters.ts', import.meta.url))
  try {
    const { port, tokens, rooms } = await server.ask<{ port: number; tokens: string[]; rooms?: number[] }>(
      'listen',
      {
        roomCount,
        perRoom,
      },
    )
    await load.ask('connect', {
      dialect: subject.name,
      port,
      rooms: rooms ?? Array.from({ length: roomCount }, (_, i) => i + 1),
      perRoom,
      tokens,
    })
    await load.ask('talk', { messages: messages / 4, window }) // warm
    const before = await server.ask<{ cpuSeconds: number }>('usage')
    const told = await load.ask<{
      delivered: number
      acked: number
      faults: number
      ackMs: { p50: number; p99: number }
    }>('talk', { messages, window })
    const after = await server.ask<{ cpuSeconds: number }>('usage')
    if (told.faults > 0)
      throw new Error(`${subject.name}: ${told.faults} deliveries missing, doubled or out of order`)
    return { value: told.delivered / (after.cpuSeconds - before.cpuSeconds), ackMs: told.ackMs }
  } finally {
    await load.stop()
    await server.stop()
  }
}

function describe(latencies: Record<string, { p50: number; p99: number }>): string {
  return Object.entries(latencies)
    .map(([name, { p50, p99 }]) => `${name} p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`)
    .join('; ')
}
