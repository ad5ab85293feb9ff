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
