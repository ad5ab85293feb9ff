/** How long an ack takes while people chat as people do: 40 messages a second in 10 rooms of 50. */
import { measureChat } from './harness/measure-chat.ts'
import { printTargets } from './harness/report.ts'

const { ackMs } = await measureChat(
  { dialect: 'chat-stack', entry: '../servers/chat-stack.ts', roomCount: 10, perRoom: 50 },
  (ask) => ask('pace', { perSecond: 40, messages: 800 }),
)
printTargets('ack', [
  {
    what: 'ack at 40 messages/s in 10 rooms of 50, p50',
    measured: `${ackMs.p50.toFixed(1)} ms`,
    target: '≤ 3 ms',
    isMet: ackMs.p50 <= 3,
  },
  {
    what: 'the same, p99',
    measured: `${ackMs.p99.toFixed(1)} ms`,
    target: '≤ 15 ms',
    isMet: ackMs.p99 <= 15,
  },
])
