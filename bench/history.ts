/** What a message and a page of history cost with a million messages stored, against a thousand. */
import { startProgram } from './harness/program.ts'
import { percentile, printTargets } from './harness/report.ts'

const few = 1_000
const many = 1_000_000
const rounds = 5

const small = await startProgram(new URL('./servers/history.ts', import.meta.url))
const large = await startProgram(new URL('./servers/history.ts', import.meta.url))
try {
  await small.ask('open', { messages: few })
  await large.ask('open', { messages: many })
  await large.ask('pages', { count: 200, messages: many }) // warm
  const pagesMs = await large.ask<number[]>('pages', { count: 2_000, messages: many })
  const costs: { small: number; large: number }[] = []
  for (let round = 0; round <= rounds; round++) {
    const cost = {
      small: await small.ask<number>('post', { count: 1_600 }),
      large: await large.ask<number>('post', { count: 1_600 }),
    }
    if (round > 0) costs.push(cost)
  }
  const p99 = percentile(pagesMs, 0.99)
  const atFew = percentile(
    costs.map((cost) => cost.small),
    0.5,
  )
  const atMany = percentile(
    costs.map((cost) => cost.large),
    0.5,
  )
  printTargets('history', [
    {
      what: 'history page of 50 anywhere in 1,000,000 messages, p99',
      measured: `${p99.toFixed(2)} ms`,
      target: '≤ 5 ms',
      isMet: p99 <= 5,
    },
    {
      what: 'CPU of a message at 1,000,000 stored, against 1,000',
      measured: `${(atMany / atFew).toFixed(2)} (${atMany.toFixed(0)} and ${atFew.toFixed(0)} µs)`,
      target: '≤ 1.2',
      isMet: atMany / atFew <= 1.2,
    },
  ])
} finally {
  await small.stop()
  await large.stop()
}
