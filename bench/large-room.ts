/** What a message costs in a room of 10,000 members of whom 100 are here, against a room of these 100 alone. */
import { measureChat } from './harness/measure-chat.ts'
import { printTable, printTargets, type Sample, summarize } from './harness/report.ts'

const rounds = 3
const here = 100
const subjects = [
  { name: `${here} members`, members: here },
  { name: '10,000 members', members: 10_000 },
]

const samples: Sample[] = []
for (let round = 0; round < rounds; round++) {
  for (const { name, members } of subjects) {
    const { deliveriesPerCpuSecond: value } = await measureChat(
      { dialect: 'chat-stack', entry: '../servers/large-room.ts', roomCount: 1, perRoom: here, members },
      (ask) => ask('talk', { messages: 3_000, window: 4 }),
    )
    samples.push({ subject: name, value })
  }
}
const rows = summarize(samples, `${here} members`)
printTable(`A room with ${here} members here`, 'deliveries per CPU-second', rows)
const ratio = rows.at(-1)?.ratio ?? 0
printTargets('large-room', [
  {
    what: `a room of 10,000 members with ${here} here, against ${here} members`,
    measured: ratio.toFixed(2),
    target: '≥ 0.9',
    isMet: ratio >= 0.9,
  },
])
