import { expect, test } from 'vitest'
import { measureChat } from '../../bench/harness/measure-chat.ts'

test('the benchmarks measure this server: everything that is said arrives, once and in order', async () => {
  const rounds = 20
  const told: unknown[] = []

  const { deliveriesPerCpuSecond } = await measureChat(
    { dialect: 'chat-stack', entry: '../servers/chat-stack.ts', roomCount: 2, perRoom: 3 },
    async (ask) => {
      const answer = await ask<{ delivered: number; acked: number; faults: number; ackMs: never }>('step', {
        rounds,
      })
      told.push(answer)
      return answer
    },
  )

  expect(told).toMatchObject([{ delivered: rounds * 2 * 3, acked: rounds * 2, faults: 0 }])
  expect(deliveriesPerCpuSecond).toBeGreaterThan(0)
})
