import { expect, onTestFinished, test } from 'vitest'
import { knockAt } from '../helpers/knocker.ts'
import { judge, type LedgerEntry } from '../helpers/ledger-verdict.ts'
import { startStack } from '../helpers/stack.ts'
import { startTalker, storedMessages, talkativeSettings } from '../helpers/talkers.ts'

const kills = 50
const talkers = ['talker1', 'talker2', 'talker3']

test(`[P-21] [P-32] ${kills} times kill -9 of the WebSocket server under load: nobody is refused, and no acked message is lost, doubled or out of order`, async () => {
  const stack = await startStack({ env: talkativeSettings })
  onTestFinished(() => stack.stop())
  const people = await Promise.all(talkers.map((name) => startTalker(stack, name)))
  onTestFinished(() => people.forEach((talker) => talker.stop()))
  const knocker = knockAt(stack.ws)
  onTestFinished(() => knocker.stop())

  for (let i = 0; i < kills; i++) {
    const pid = await stack.childPid('ws')
    process.kill(pid, 'SIGKILL')
    // The next kill comes when newcomers are let in again and everybody talks again: an event, not a time.
    await knocker.untilAccepted(5)
    await Promise.all(people.map((talker) => talker.untilAcked(1)))
  }
  await Promise.all(people.map((talker) => talker.settle()))
  const stored = storedMessages(stack.folder)
  await Promise.all(people.map((talker) => talker.catchUp(stored.at(-1)?.seq ?? 0)))

  const verdict = judge(
    stored,
    people.map((talker) => talker.ledger()),
  )
  expect(knocker.refused()).toBe(0)
  expect(verdict.violations).toEqual([])
  expect(verdict.acked).toBeGreaterThan(kills * talkers.length)
}, 240_000)

test('the ledger tells what is lost, doubled, out of order, or seen so', () => {
  const stored = ['a', 'b', 'c'].map((key, index) => ({ key, seq: index + 5, n: index + 1 }))
  const ledger = (...entries: LedgerEntry[]) => [{ name: 'ann', entries }]
  const sent = stored.map(({ key }): LedgerEntry => ({ what: 'sent', key }))
  const seen = stored.map(({ key }): LedgerEntry => ({ what: 'seen', key }))
  const [, second, third] = seen as [LedgerEntry, LedgerEntry, LedgerEntry]
  const violations = (...verdict: Parameters<typeof judge>) => judge(...verdict).violations

  expect(violations(stored, ledger(...sent, ...seen))).toEqual([])
  expect(violations(stored, ledger(...sent, second, third))).toEqual([])
  expect(violations(stored, ledger(...sent, ...seen, { what: 'acked', key: 'd' }))).toEqual([
    '1 acked to ann, and lost: d',
  ])
  expect(violations(stored.slice(0, 2), ledger(...sent, ...seen))).not.toEqual([])
  expect(violations([...stored, ...stored.slice(0, 1)], ledger(...sent, ...seen))).not.toEqual([])
  expect(violations(stored.toReversed(), ledger(...sent, ...seen.toReversed()))).not.toEqual([])
  for (const wrong of [[second, second, third], [third, second], [second], []]) {
    expect(violations(stored, ledger(...sent, ...wrong))).not.toEqual([])
  }
  expect(violations(stored, ledger(...sent.slice(1), ...seen))).toEqual(['1 stored, but sent by nobody: a'])
  expect(violations(stored, ledger(...sent, ...seen, { what: 'reset' }))).not.toEqual([])
})
