import { afterAll, beforeAll, expect, test } from 'vitest'
import type { WsClient } from '../../../test/helpers/ws-client.ts'
import { startWsStack, type WsStack } from '../../../test/helpers/ws-stack.ts'
import { limits } from '../../protocol/limits.ts'
import { requests } from '../../protocol/requests.ts'

let stack: WsStack
let ann: WsClient
let annId: string
let lobby: string

beforeAll(async () => {
  stack = await startWsStack({ config: { limits: { requestBurst: 10_000, messageBurst: 10_000 } } })
  const { client, welcome } = await stack.register('ann')
  ann = client
  annId = welcome.payload.user_id
  lobby = welcome.payload.rooms[0].id
})

afterAll(async () => {
  await stack.stop()
})

test('a search answers with whole messages, what to show of them, and what to mark', async () => {
  const { payload: ack } = await ann.request('message', { room: lobby, text: 'Proofs from 上海印厂' })
  await indexed()

  const answer = await ann.request('search', { q: '上海' })

  expect(answer.type).toBe('search_response')
  expect(requests.search.response.parse(answer.payload)).toMatchObject({
    hits: [
      {
        message: {
          message_id: ack.message_id,
          room: lobby,
          n: ack.n,
          sender_id: annId,
          text: 'Proofs from 上海印厂',
        },
        ...{ snippet: 'Proofs from 上海印厂', marks: [[12, 14]] },
      },
    ],
  })
  expect(answer.payload).not.toHaveProperty('cursor')
})

test('pages follow each other by their cursor, and filters go with them', async () => {
  const count = limits.maxSearchHits + 5
  for (let n = 0; n < count; n += 1) await ann.request('message', { room: lobby, text: `stork ${n}` })
  await indexed()
  const { client: bob } = await stack.register('bob')
  const asked = { q: 'stork', room: lobby, from: annId, after: 0, before: Date.now() + 1_000 }

  const first = await bob.request('search', asked)
  const second = await bob.request('search', { ...asked, cursor: first.payload.cursor })

  const texts = [...first.payload.hits, ...second.payload.hits].map(({ message }) => message.text)
  expect(texts).toEqual(Array.from({ length: count }, (_, n) => `stork ${count - 1 - n}`))
  expect(first.payload.hits).toHaveLength(limits.maxSearchHits)
  expect(second.payload).not.toHaveProperty('cursor')
})

test('[P-42] too many searches are refused with the time to wait, and others go on', async () => {
  const { client } = await stack.register('cat')
  const answers = await Promise.all(
    Array.from({ length: limits.searchBurst + 1 }, () => client.request('search', { q: 'nothing' })),
  )

  expect(answers.filter(({ type }) => type === 'search_response')).toHaveLength(limits.searchBurst)
  expect(answers.at(-1)?.payload).toMatchObject({ code: 'rate_limited', retry_after_ms: expect.any(Number) })
  expect((await client.request('ping')).type).toBe('pong')
})

test.each([
  [{ q: 'x'.repeat(limits.maxSearchCharacters + 1) }, 'payload.q'],
  [{ q: 'x', cursor: 'tomorrow' }, 'cursor'],
  [{}, 'payload.q'],
])('what is no search is refused: %j', async (payload, path) => {
  const { payload: refusal } = await ann.request('search', payload)

  expect(refusal).toMatchObject({ code: 'bad_request', details: [{ path }] })
})

async function indexed(): Promise<void> {
  for (;;) {
    const { newLeft, oldLeft } = await stack.store.read('search_state', {})
    if (newLeft + oldLeft === 0) return
  }
}
