/** What a search costs among a million messages, what the index costs, and how far it is behind. */
import { startProgram } from './harness/program.ts'
import { percentile, printTargets, saveResult } from './harness/report.ts'
import { wordOf } from './servers/search-words.ts'

const messages = Number(process.env['BENCH_MESSAGES'] ?? 1_000_000)
const searches = 300
const lookMs = 20

const queries: readonly { what: string; q: string }[] = [
  { what: 'the commonest word', q: `${wordOf(0)} ` },
  { what: 'two common words', q: `${wordOf(1)} ${wordOf(2)} ` },
  { what: 'a word of the middle', q: `${wordOf(2_000)} ` },
  { what: 'a rare word', q: `${wordOf(49_000)} ` },
  { what: 'a word that is not there', q: 'heronry ' },
  { what: 'the beginning of a common word', q: wordOf(0).slice(0, 1) },
  { what: 'the beginning of a rare word', q: wordOf(49_000).slice(0, -1) },
  { what: '上海', q: '上海' },
  { what: 'one character, 海', q: '海' },
  { what: 'characters that are not there, 白头鹤', q: '白头鹤' },
  { what: 'two common words as a phrase', q: `"${wordOf(3)} ${wordOf(4)}"` },
]

interface IndexCost {
  seconds: number
  cpuSeconds: number
  bytes: number
  bytesBefore: number
}

interface Searched {
  tookMs: number[]
  hits: number
  /** Of all threads, for one search. */
  cpuMs: number
  loopDelayMs: number
}

interface Followed {
  lags: number[]
  ackMs: number[]
  levelMs: number
  perSecond: number
}

const server = await startProgram(new URL('./servers/search.ts', import.meta.url))
try {
  await server.ask('open', { messages })
  await server.ask('index')
  let made = await server.ask<IndexCost | null>('index_cost')
  while (made === null) made = await server.ask<IndexCost | null>('index_cost')
  const rows = []
  for (const { what, q } of queries) {
    await server.ask('search', { q, count: 20 }) // warm
    const { tookMs, hits, cpuMs, loopDelayMs } = await server.ask<Searched>('search', { q, count: searches })
    rows.push({ what, hits, p50: percentile(tookMs, 0.5), p99: percentile(tookMs, 0.99), cpuMs, loopDelayMs })
  }
  const steady = await server.ask<Followed>('follow', { count: 400, perSecond: 40 })
  const flood = await server.ask<Followed>('follow', { count: 40_960 })
  report(made, rows, steady, flood)
} finally {
  await server.stop()
}

function report(
  made: IndexCost,
  rows: readonly {
    what: string
    hits: number
    p50: number
    p99: number
    cpuMs: number
    loopDelayMs: number
  }[],
  steady: Followed,
  flood: Followed,
): void {
  console.log(`\n### A page of hits among ${messages.toLocaleString('en-US')} messages\n`)
  console.log('| searched for | hits | p50 | p99 | CPU |\n|---|---:|---:|---:|---:|')
  for (const { what, hits, p50, p99, cpuMs } of rows)
    console.log(
      `| ${what} | ${hits} | ${p50.toFixed(2)} ms | ${p99.toFixed(2)} ms | ${cpuMs.toFixed(2)} ms |`,
    )
  saveResult('search-queries', { rows, made, steady, flood })
  const slowest = Math.max(...rows.map(({ p99 }) => p99))
  const delay = Math.max(...rows.map(({ loopDelayMs }) => loopDelayMs))
  const ms = (value: number) => `${value.toFixed(1)} ms`
  printTargets('search', [
    {
      what: 'a search, p99 of the slowest',
      measured: ms(slowest),
      target: `≤ ${lookMs} ms`,
      isMet: slowest <= lookMs,
    },
    { what: 'loop delay meanwhile, p99', measured: ms(delay), target: '≤ 5 ms', isMet: delay <= 5 },
    {
      what: 'index of all messages, made while nobody writes',
      measured: `${made.seconds.toFixed(0)} s, ${((made.cpuSeconds / messages) * 1e6).toFixed(0)} µs of CPU a message, ${(made.bytes / 1e6).toFixed(0)} MB beside ${(made.bytesBefore / 1e6).toFixed(0)}`,
      target: '',
      isMet: true,
    },
    {
      what: 'messages behind at 40 a second, p99; then level again',
      measured: `${percentile(steady.lags, 0.99)}; ${ms(steady.levelMs)}; ack p50 ${ms(percentile(steady.ackMs, 0.5))}, p99 ${ms(percentile(steady.ackMs, 0.99))}`,
      target: '≤ 20',
      isMet: percentile(steady.lags, 0.99) <= 20,
    },
    {
      what: `messages behind at ${Math.round(flood.perSecond).toLocaleString('en-US')} a second, most; then level again`,
      measured: `${Math.max(...flood.lags)}; ${ms(flood.levelMs)}`,
      target: '≤ 6,000',
      isMet: Math.max(...flood.lags) <= 6_000,
    },
  ])
}
