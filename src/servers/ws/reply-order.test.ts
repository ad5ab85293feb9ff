import { expect, test } from 'vitest'
import { createReplyOrder } from './reply-order.ts'

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

function setUp() {
  const sent: string[] = []
  const order = createReplyOrder<object>((_key, reply) => sent.push(reply.toString()))
  return { order, sent, connection: {} }
}

test('[P-2] requests of one turn are answered in order, however long each takes', async () => {
  const { order, sent, connection } = setUp()
  const slow = Promise.withResolvers<Buffer>()

  void order.queue(connection, slow.promise)
  void order.queue(connection, Promise.resolve(Buffer.from('second')))
  void order.queue(connection, Buffer.from('third'))
  await turn()
  expect(sent).toEqual([])

  slow.resolve(Buffer.from('first'))
  await turn()
  expect(sent).toEqual(['first', 'second', 'third'])
})

test('requests of a later turn do not wait for those of an earlier one', async () => {
  const { order, sent, connection } = setUp()
  void order.queue(connection, Promise.withResolvers<Buffer>().promise)
  await turn()

  void order.queue(connection, Buffer.from('later'))

  expect(sent).toEqual(['later'])
})

test('what is settled at the same moment is sent in the order of the requests, whatever their turns', async () => {
  const { order, sent, connection } = setUp()
  const names = ['first', 'second', 'third', 'fourth']
  const answers = names.map(() => Promise.withResolvers<Buffer>())
  for (const [index, { promise }] of answers.entries()) {
    void order.queue(connection, promise)
    if (index % 2 === 1) await turn()
  }

  for (const [index, { resolve }] of answers.entries()) resolve(Buffer.from(names[index] ?? ''))
  await turn()

  expect(sent).toEqual(names)
})

test('what one connection waits for holds up no other', async () => {
  const { order, sent, connection } = setUp()
  void order.queue(connection, Promise.withResolvers<Buffer>().promise)

  void order.queue({}, Buffer.from('other'))

  expect(sent).toEqual(['other'])
})

test('an answer that was sent already is not sent again', async () => {
  const { order, sent, connection } = setUp()
  void order.queue(connection, Promise.resolve(null))
  void order.queue(connection, Buffer.from('next'))
  await turn()
  expect(sent).toEqual(['next'])
})
