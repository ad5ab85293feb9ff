/** What it costs that an ack survives a power cut: the same chat with SQLite at FULL, as it ships, and at NORMAL. */
import { measureChat } from './harness/measure-chat.ts'
import { printTable, printTargets, type Sample, summarize } from './harness/report.ts'

const rounds = 3
const atNormal = new URL('../test/fixtures/synchronous-normal.ts', import.meta.url).href
const subjects = [
  { name: 'NORMAL', execArgv: ['--import', atNormal] },
  { name: 'FULL', execArgv: [] },
]

const samples: Sample[] = []
for (let round = 0; round < rounds; round++) {
  for (const { name, execArgv } of subjects) {
    const { deliveriesPerCpuSecond: value } = await measureChat(
      {
        dialect: 'chat-stack',
        entry: '../servers/chat-stack.ts',
        program: { execArgv },
        roomCount: 10,
        perRoom: 50,
      },
      (ask) => ask('talk', { messages: 8_000, window: 16 }),
    )
    samples.push({ subject: name, value })
  }
}
const rows = summarize(samples, 'NORMAL')
printTable('Durability under load, 16 messages in flight a room', 'deliveries per CPU-second', rows)
const ratio = rows.find(({ subject }) => subject === 'FULL')?.ratio ?? 0
printTargets('durability', [
  { what: 'FULL against NORMAL', measured: ratio.toFixed(2), target: '≥ 0.9', isMet: ratio >= 0.9 },
])
