import { describe, expect, test } from 'vitest'
import type { Account } from '../../src/domain/account.ts'
import type { QueryInput } from '../../src/domain/queries.ts'
import type { Store } from '../../src/domain/store.ts'
import { limits } from '../../src/protocol/limits.ts'
import { searchHitSchema } from '../../src/protocol/views.ts'
import { dayMs, defaultRoomId, type OpenPlace, post, refusal, register, room } from './place.ts'

const found: readonly (readonly [q: string, text: string])[] = [
  ['上海', '从上海到崇明的车票我订好了'],
  ['印厂', 'Proofs from 上海印厂 land on Wednesday'],
  ['厂', '上海印厂'],
  ['上', '我在上海'],
  ['iphone手机', '我的 iPhone手机壳'],
  ['上海 车票', '车票订好了，周六去上海'],
  ['東京タワー', '明日は東京タワーに行く'],
  ['ガイド', 'ﾌｨｰﾙﾄﾞｶﾞｲﾄﾞ'],
  ['서울', '저는 서울에서 왔어요'],
  ['민국', '대한민국 만세'],
  ['ไทย', 'ภาษาไทยง่ายมาก'],
  ['журавль', 'Белый ЖУРАВЛЬ прилетел'],
  ['елка', 'Ёлка уже стоит'],
  ['כתב', 'כָּתַב מכתב'],
  ['كتاب', 'هذا كِتَاب جميل'],
  ['آب', 'اب'],
  ['zażółć', 'ZAZOLC gesla jazn'],
  ['cafe', 'Meet at the café'],
  ['CAFÉ', 'cafe\u0301 at nine'],
  ['strasse', 'Die Straße ist gesperrt'],
  ['οδος', 'ΟΔΟΣ Αθηνών'],
  ['हिन्दी', 'मुझे हिन्दी आती है'],
  ['🎉', 'We are done 🎉🎉'],
  ['👩‍💻', 'ask the 👩‍💻 there'],
  ['🇨🇳', 'from 🇨🇳 to 🇫🇷'],
  ["don't", 'I don’t know'],
  ['file_name.ts', 'look into file_name.ts first'],
  ['2026-11-28', 'on 2026-11-28 at noon'],
  ['pro', 'Proofs are here'],
  ['proofs wed', 'Proofs land on Wednesday'],
  ['"the heron moved"', 'Then THE HERON, moved by hunger'],
  ['“the heron', 'the heronry'],
  ['f', 'for a start'],
  ['x'.repeat(200), `a long word: ${'x'.repeat(200)}`],
]

const notFound: readonly (readonly [q: string, text: string])[] = [
  ['海上', '上海'],
  ['上崇', '上海崇明'],
  ['上海崇明', '上海，明天去崇明'],
  ['й', 'и краткое'],
  ['か', 'がぎぐ'],
  ['แก', 'กา'],
  ['proofs ', 'proofsheet'],
  ['"proof"', 'proofs'],
  ['"heron the"', 'the heron'],
  ['heron moved', 'the heron stood'],
  ['roof', 'proof'],
  ['++', 'C++ and C#'],
  ['。！？', '好。真的！吗？'],
  ['""', 'a "" b'],
  ['   ', 'some   space'],
  ['', 'anything'],
  [`${'x'.repeat(99)}y`, `a long word: ${'x'.repeat(100)}`],
  ...[
    '"',
    "'; DROP TABLE messages",
    'tokens:a',
    '#1',
    '@1',
    '(',
    '^',
    'NEAR(a b)',
    'a OR z',
    '*',
    '\u0000',
  ].map((q) => [q, 'a b'] as const),
]

export function describeSearching(open: OpenPlace): void {
  describe('searching', () => {
    test('[P-90] finds words of any script, in whichever case, width and spelling', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      await Promise.all(found.map(([, text]) => post(store, ada, text)))

      const missed = []
      for (const [q, text] of found)
        if (!(await textsOf(store, ada, q)).includes(text)) missed.push([q, text])

      expect(missed).toEqual([])
    })

    test('[P-90] finds nothing that is written otherwise, and takes nothing that is typed for an order', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      await Promise.all(notFound.map(([, text]) => post(store, ada, text)))

      const wrong = []
      for (const [q, text] of notFound)
        if ((await textsOf(store, ada, q)).includes(text)) wrong.push([q, text])

      expect(wrong).toEqual([])
    })

    test('marks exactly what was searched for, in UTF-16 units of the text as it was written', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      await post(store, ada, '🙂 Proofs from 上海印厂:\nthe PROOF of ﬁve cafe\u0301s in 上海')

      const marked = async (q: string) => (await find(store, ada, q)).flatMap(markedIn)

      expect(await marked('上海')).toEqual(['上海', '上海'])
      expect(await marked('pro')).toEqual(['Pro', 'PRO'])
      expect(await marked('five cafe')).toEqual(['ﬁve', 'cafe\u0301'])
      expect(await marked('"of five"')).toEqual(['of ﬁve'])
    })

    test('cuts a long message to one line around what was found', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      await post(store, ada, `${'before '.repeat(300)}the needle${' after'.repeat(300)}`)
      await post(store, ada, `${'草'.repeat(2_000)}针${'草'.repeat(2_000)}`)

      const hits = [...(await find(store, ada, 'needle')), ...(await find(store, ada, '针'))]

      expect(hits.flatMap(markedIn)).toEqual(['needle', '针'])
      for (const { snippet } of hits) {
        expect(snippet).toMatch(/^…[^\n]*…$/u)
        expect(snippet.length).toBeLessThan(260)
      }
    })

    test('[P-90] comes newest first, page by page, each message once', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      await Promise.all(Array.from({ length: 25 }, (_, n) => post(store, ada, `heron ${n}`)))

      const pages: string[][] = []
      let belowId: number | null = null
      do {
        const look: Awaited<ReturnType<typeof lookFor>> = await lookFor(store, ada, 'heron', {
          belowId,
          limit: 10,
        })
        pages.push(look.hits.map(({ message }) => message.text))
        belowId = look.belowId
      } while (belowId !== null)

      expect(pages.map(({ length }) => length)).toEqual([10, 10, 5])
      expect(pages.flat()).toEqual(Array.from({ length: 25 }, (_, n) => `heron ${24 - n}`))
    })

    test('ends a page before the reply is too large, and goes on from there', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      // Control characters are the worst case: six bytes of JSON for one of text.
      for (let n = 0; n < 5; n += 1)
        await post(store, ada, `${n} ${'\u0001'.repeat(limits.maxTextBytes - 10)} heron`)

      const first = await lookFor(store, ada, 'heron')
      const second = await lookFor(store, ada, 'heron', { belowId: first.belowId })

      expect(first.isFull).toBe(true)
      expect([...first.hits, ...second.hits].map(({ message }) => message.text[0])).toEqual([
        '4',
        '3',
        '2',
        '1',
      ])
    })

    test('keeps to one room, one sender, and a time', async () => {
      const { store, clock } = await open()
      const [ada, bob] = await Promise.all([register(store, 'ada'), register(store, 'bob')])
      const lab = await room(store, ada, 'private', 'Lab')
      await post(store, ada, 'heron of yesterday')
      clock.jump(dayMs)
      const nowMs = clock.nowMs()
      await post(store, bob, 'heron of bob')
      await post(store, ada, 'heron of ada')
      await post(store, ada, 'heron in the lab', { roomId: lab })
      const texts = async (filters: Filters) =>
        (await find(store, ada, 'heron', filters)).map(({ message }) => message.text.replace('heron ', ''))

      expect(await texts({ roomId: lab })).toEqual(['in the lab'])
      expect(await texts({ roomId: await defaultRoomId(store, ada), senderId: ada.id })).toEqual([
        'of ada',
        'of yesterday',
      ])
      expect(await texts({ senderId: bob.id })).toEqual(['of bob'])
      expect(await texts({ beforeMs: nowMs })).toEqual(['of yesterday'])
      expect(await texts({ afterMs: nowMs })).toEqual(['in the lab', 'of ada', 'of bob'])
      expect(await texts({ afterMs: nowMs + 1 })).toEqual([])
    })

    test('[P-90] finds nothing of rooms that one is not in, was in, or was removed from', async () => {
      const { store } = await open()
      const [ada, bob] = await Promise.all([register(store, 'ada'), register(store, 'bob')])
      const lab = await room(store, ada, 'private', 'Lab')
      const garden = await room(store, ada, 'open', 'Garden')
      await post(store, ada, 'heron one', { roomId: lab })
      await post(store, ada, 'heron two', { roomId: garden })

      expect(await find(store, bob, 'heron')).toEqual([])
      expect(await refusal(lookFor(store, bob, 'heron', { roomId: lab }))).toBe('not_found')
      expect(await refusal(lookFor(store, bob, 'heron', { roomId: garden }))).toBe('not_member')
      await store.execute('add_to_room', { accountId: ada.id, roomId: lab, userIds: [bob.id] })
      expect(await find(store, bob, 'heron')).toHaveLength(1)
      await store.execute('leave_room', { accountId: bob.id, roomId: lab })
      expect(await find(store, bob, 'heron')).toEqual([])
      expect(await find(store, ada, 'heron')).toHaveLength(2)
      await store.execute('set_disabled', { accountId: ada.id, disabled: true })
      expect(await refusal(lookFor(store, ada, 'heron'))).toBe('account_disabled')
    })

    test('goes on from what one may see: a page does not end at others’ messages, which would tell that they fit', async () => {
      const { store } = await open()
      const [ada, bob] = await Promise.all([register(store, 'ada'), register(store, 'bob')])
      const lab = await room(store, ada, 'private', 'Lab')
      await post(store, bob, 'heron one')
      await post(store, ada, 'heron in the lab', { roomId: lab })
      const { messageId } = await post(store, bob, 'heron two')

      const { hits, belowId } = await lookFor(store, bob, 'heron', { limit: 1 })

      expect(hits.map(({ message }) => message.text)).toEqual(['heron two'])
      expect(belowId).toBe(messageId)
    })

    test('finds one’s own among any number of others’ messages', async () => {
      const { store } = await open()
      const [ada, bob] = await Promise.all([register(store, 'ada'), register(store, 'bob')])
      const lab = await room(store, ada, 'private', 'Lab')
      await post(store, bob, 'heron of bob')
      await Promise.all(Array.from({ length: 250 }, () => post(store, ada, 'heron', { roomId: lab })))

      const { hits, belowId } = await lookFor(store, bob, 'heron')

      expect(hits.map(({ message }) => message.text)).toEqual(['heron of bob'])
      expect(belowId).toBeNull()
    })

    test('[P-91] goes by what a message says now: edited words are found, the words before are not', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      const first = await post(store, ada, 'the heron')
      await find(store, ada, 'heron')
      const edit = { accountId: ada.id, messageId: first.messageId }

      await store.execute('edit_message', { ...edit, text: 'the egret', expectVersion: 1 })
      expect(await find(store, ada, 'heron')).toEqual([])
      expect((await find(store, ada, 'egret')).flatMap(markedIn)).toEqual(['egret'])

      await store.execute('edit_message', { ...edit, text: 'the heron', expectVersion: 2 })
      await store.execute('edit_message', { ...edit, text: 'the stork', expectVersion: 3 })
      expect(await find(store, ada, 'egret')).toEqual([])
      expect(await find(store, ada, 'heron')).toEqual([])
      expect(await find(store, ada, 'stork')).toHaveLength(1)
    })

    test('[P-24] [P-91] a deleted message is not found, and leaves no hit', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      const [one, two] = [await post(store, ada, 'heron one'), await post(store, ada, 'heron two')]
      await find(store, ada, 'heron')

      await store.execute('delete_message', { accountId: ada.id, messageId: one.messageId })

      expect((await find(store, ada, 'heron')).map(({ message }) => message.message_id)).toEqual([
        String(two.messageId),
      ])
    })

    test('a removed user’s messages are found, without a name', async () => {
      const { store } = await open()
      const [ada, bob] = await Promise.all([register(store, 'ada'), register(store, 'bob')])
      await post(store, bob, 'the heron')
      await store.execute('remove_account', { accountId: bob.id })

      expect(await find(store, ada, 'heron', { senderId: bob.id })).toMatchObject([
        { message: { sender_name: 'Removed user' } },
      ])
    })

    test('an index that is begun anew knows everything again', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      await Promise.all(Array.from({ length: 300 }, (_, n) => post(store, ada, `heron ${n}`)))
      await find(store, ada, 'heron')

      await store.execute('rebuild_search', {})
      expect(await store.read('search_state', {})).toMatchObject({ messages: 300 })

      expect(await find(store, ada, 'heron')).toHaveLength(300)
      expect(await store.read('search_state', {})).toEqual({ messages: 300, newLeft: 0, oldLeft: 0 })
    })
  })
}

type Filters = Partial<
  Pick<QueryInput<'search'>, 'roomId' | 'senderId' | 'beforeMs' | 'afterMs' | 'belowId' | 'limit'>
>

/** Once the index knows all that was said. */
async function lookFor(store: Store, reader: Account, q: string, filters: Filters = {}) {
  for (;;) {
    const { isBehind, hits, ...rest } = await store.read('search', {
      ...{
        accountId: reader.id,
        q,
        roomId: null,
        senderId: null,
        beforeMs: null,
        afterMs: null,
        belowId: null,
      },
      ...{ limit: 100, maxBytes: limits.maxReplyBytes, ...filters },
    })
    if (!isBehind) return { hits: hits.map((hit) => searchHitSchema.parse(JSON.parse(hit))), ...rest }
  }
}

async function find(store: Store, reader: Account, q: string, filters: Filters = {}) {
  const found: Awaited<ReturnType<typeof lookFor>>['hits'] = []
  let belowId: number | null = null
  do {
    const look: Awaited<ReturnType<typeof lookFor>> = await lookFor(store, reader, q, { ...filters, belowId })
    found.push(...look.hits)
    belowId = look.belowId
  } while (belowId !== null)
  return found
}

async function textsOf(store: Store, reader: Account, q: string): Promise<string[]> {
  return (await find(store, reader, q)).map(({ message }) => message.text)
}

function markedIn({ snippet, marks }: { snippet: string; marks: [number, number][] }): string[] {
  return marks.map(([from, to]) => snippet.slice(from, to))
}
