/** What a connection costs that is logged in and says nothing: resident memory of the server, by connection. */
import { startProgram } from './harness/program.ts'
import { machine, printTargets, saveResult } from './harness/report.ts'

const counts = [1_000, 5_000, 10_000]
const targetKilobytes = 8

const server = await startProgram(new URL('./servers/fan-out-chat-stack.ts', import.meta.url), {
  // The nursery as the supervisor sets it.
  execArgv: ['--expose-gc', '--max-semi-space-size=2'],
})
const load = await startProgram(new URL('./harness/listeners.ts', import.meta.url))
try {
  const port = await server.ask<number>('listen')
  const hello = await server.ask<string>('hello')
  // The first connections pay for code and pools that all others share.
  await load.ask('connect', { port, count: 200, kind: 'websocket', hello })
  const rest = await settledRss()
  let connected = 0
  let kilobytes = 0
  console.log('\n### Idle, authenticated connections\n\n| connections | KB of RSS each |\n|---:|---:|')
  for (const count of counts) {
    await load.ask('connect', { port, count: count - connected, kind: 'websocket', hello })
    connected = count
    kilobytes = ((await settledRss()) - rest) / count / 1024
    console.log(`| ${count.toLocaleString('en-US')} | ${kilobytes.toFixed(1)} |`)
    saveResult(`idle-${count}`, { ...machine(), kilobytes })
  }
  printTargets('idle', [
    {
      what: `an idle, authenticated connection, of ${connected.toLocaleString('en-US')}`,
      measured: `${kilobytes.toFixed(1)} KB`,
      target: `≤ ${targetKilobytes} KB`,
      isMet: kilobytes <= targetKilobytes,
    },
  ])
} finally {
  await load.stop()
  await server.stop()
}

/** After collections, as low as it gets: garbage is not what a connection costs. */
async function settledRss(): Promise<number> {
  let lowest = Number.POSITIVE_INFINITY
  for (let i = 0; i < 5; i++) {
    await server.ask('collect')
    lowest = Math.min(lowest, (await server.ask<{ rssBytes: number }>('usage')).rssBytes)
  }
  return lowest
}
