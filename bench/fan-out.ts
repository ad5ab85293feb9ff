/**
 * What it costs to hand one message to many sockets: deliveries per second of the server's CPU, against the same bytes
 * written to plain sockets. Rounds alternate, and every delivery is counted and its order checked by the receivers.
 */
import { startProgram } from './harness/program.ts'
import { printTable, type Sample, saveResult, summarize } from './harness/report.ts'

const sockets = 500
const rounds = 5
/** Both loads write as often, so that neither is measured before its code is compiled. */
const ticksPerChunk = 40
const warmChunks = 5
const chunks = 10
const subjects = [
  { name: 'net.Socket', entry: './servers/fan-out-net-socket.ts', kind: 'bytes' },
  { name: 'chat-stack', entry: './servers/fan-out-chat-stack.ts', kind: 'websocket' },
  { name: 'ws.send', entry: './servers/fan-out-ws.ts', kind: 'websocket' },
] as const

for (const perTick of [1, 8]) {
  const samples: Sample[] = []
  for (let round = 0; round < rounds; round++) {
    for (const subject of subjects)
      samples.push({ subject: subject.name, value: await measure(subject, perTick) })
  }
  const rows = summarize(samples, 'net.Socket')
  printTable(`Fan-out to ${sockets} sockets, ${perTick} message(s) a tick`, 'deliveries per CPU-second', rows)
  saveResult(`fan-out-${perTick}`, rows)
}

async function measure(subject: (typeof subjects)[number], perTick: number): Promise<number> {
  const server = await startProgram(new URL(subject.entry, import.meta.url))
  const load = await startProgram(new URL('./harness/listeners.ts', import.meta.url))
  try {
    const port = await server.ask<number>('listen')
    const hello = await (subject.name === 'chat-stack' ? server.ask<string>('hello') : null)
    await load.ask('connect', { port, count: sockets, kind: subject.kind, hello })

    let total = 0
    const publish = async () => {
      await server.ask('publish', { ticks: ticksPerChunk, perTick })
      total += ticksPerChunk * perTick * sockets
      const { faults } = await load.ask<{ faults: number }>('delivered', { total })
      if (faults > 0)
        throw new Error(`${subject.name}: ${faults} deliveries missing, doubled or out of order`)
    }
    for (let i = 0; i < warmChunks; i++) await publish()
    const before = await server.ask<{ cpuSeconds: number }>('usage')
    const start = total
    for (let i = 0; i < chunks; i++) await publish()
    const after = await server.ask<{ cpuSeconds: number }>('usage')
    return (total - start) / (after.cpuSeconds - before.cpuSeconds)
  } finally {
    await load.stop()
    await server.stop()
  }
}
