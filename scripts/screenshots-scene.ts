import sharp from 'sharp'
import { type ChatClient, createChatClient } from '../src/client/chat-client.ts'
import type { TestStack } from '../test/helpers/stack.ts'
import { heronSvg } from './screenshots-heron.ts'

export const password = 'a heron in the reeds'
export const roomName = '湿地鸟类 Field guide'

const people = {
  wei: 'Wei Zhang',
  linyue: '林悦',
  hannah: 'Hannah Ortiz',
  marco: 'Marco Bellini',
  priya: 'Priya Nair',
  siyuan: '陈思远',
} as const
type Clients = Record<keyof typeof people, ChatClient>

/**
 * What the pictures of the README show, seen by Wei; without its piece of code it fits a phone. The others stay
 * connected until the end of the stack.
 */
export async function playScene(stack: TestStack, room: { hasCode: boolean }): Promise<ChatClient[]> {
  const clients = await everybody(stack)
  await talkElsewhere(clients)
  await talkInTheRoom(clients, room)
  await clients.siyuan.request('presence', { state: 'away' })
  // What is shown of Wei is the page's alone.
  clients.wei.close()
  return Object.values(clients)
}

async function everybody({ run, ws, http, ownerLink }: TestStack): Promise<Clients> {
  const clients: Partial<Clients> = {}
  for (const [username, name] of Object.entries(people)) {
    const client = createChatClient({ url: ws, httpUrl: http })
    clients[username as keyof typeof people] = client
    if (username === 'wei') {
      const invite = new URL(ownerLink!).hash.slice('#claim='.length)
      await client.register({ username, password, display_name: name, place_name: 'Heron Press', invite })
      continue
    }
    await run(['user', 'add', username, '--display-name', name, '--password-stdin'], `${password}\n`)
    await client.login({ username, password })
  }
  return clients as Clients
}

async function talkElsewhere({ wei, linyue, hannah, marco, priya, siyuan }: Clients): Promise<void> {
  const open = async (name: string) => {
    const { room } = await wei.request('room_create', { kind: 'open', name })
    for (const client of [linyue, hannah, marco, priya, siyuan]) {
      await client.request('room_join', { room: room.id })
    }
    return room.id
  }
  const website = await open('Website')
  await wei.request('notify_level', { room: website, level: 'none' })
  await say(siyuan, website, 'The new home page is up for a look.')
  const contracts = await wei.request('room_create', { kind: 'private', name: 'Contracts' })
  await say(wei, contracts.room.id, 'The printer signed. The binder is still thinking.')
  const lunch = await open('Lunch 午饭')
  for (const text of ['面馆今天开门。', 'Noodles, then?', 'Twelve, at the door.'])
    await say(marco, lunch, text)
  const proofs = await open('Print and proofs')
  await say(hannah, proofs, 'Plate 3 is on the press.')
  await say(priya, proofs, 'Page 9 is still too loud.')
  const printer = await open('上海印厂')
  await say(hannah, printer, 'Does the 上海 museum let us quote their bird drawings?')
  await say(linyue, printer, '从上海到崇明的车票我订好了。')
  await say(linyue, printer, '@wei 蓝色要不要再减 5%？')

  await sayToWei(siyuan, wei, ['索引排好了，拉丁学名都改成斜体。'], 1)
  await sayToWei(hannah, wei, ['Thursday works for me.', 'I bring the loupe. And cake.'], 2)
  await sayToWei(linyue, wei, ['原图发你邮箱了，尺寸 6000 × 4000。'], 0)
}

async function sayToWei(from: ChatClient, wei: ChatClient, texts: string[], readN: number): Promise<void> {
  const { room } = await from.request('dm_open', { user_ids: [userId(wei)] })
  for (const text of texts) await say(from, room.id, text)
  await wei.request('read', { room: room.id, n: readN })
}

async function talkInTheRoom(
  { wei, linyue, hannah, marco, priya, siyuan }: Clients,
  { hasCode }: { hasCode: boolean },
): Promise<void> {
  const topic = 'Forty-two birds of the Yangtze mouth. To the printer 4 December.'
  const { room } = await wei.request('room_create', { kind: 'open', name: roomName, topic })
  for (const client of [linyue, hannah, marco, priya, siyuan]) {
    await client.request('room_join', { room: room.id })
  }
  const heron = await sharp(Buffer.from(heronSvg())).jpeg({ quality: 92 }).toBuffer()
  const picture = await linyue.uploadImage(new Blob([new Uint8Array(heron)], { type: 'image/jpeg' }))

  const egret = await say(
    linyue,
    room.id,
    '早上好！白鹭那张我换成了周日清晨拍的，光线更柔和，背景里的芦苇也清楚。',
    {
      image_ids: [picture.image_id],
    },
  )
  await react(egret.message_id, '👀', [marco, priya, hannah])
  await react(egret.message_id, '❤️', [hannah, marco, siyuan, wei])
  const answer = { reply_to: egret.message_id }
  const gutter = await say(wei, room.id, 'That’s the one. Can it run across the gutter on page 14?', answer)
  await react(gutter.message_id, '👍', [linyue])
  await wei.request('read', { room: room.id, n: gutter.n })
  if (hasCode) await pinScript(marco, room.id)
  await say(
    priya,
    room.id,
    '@wei proofs from 上海印厂 land on Wednesday before noon. I take the colour check.',
  )
  await say(priya, room.id, 'If the blue on page 9 is still too loud, we stop there.')
}

function say(
  client: ChatClient,
  room: string,
  text: string,
  extra: { image_ids?: string[]; reply_to?: string } = {},
) {
  return client.request('message', { room, text, ...extra })
}

async function pinScript(from: ChatClient, room: string): Promise<void> {
  const text =
    'The trim script from yesterday, so nobody has to crop by hand:\n\n```sh\nfor f in proofs/*.pdf; do\n  pdfcrop --bbox "9 9 604 851" "$f" "out/${f##*/}"\ndone\n```'
  const { message_id } = await say(from, room, text)
  await from.request('pin', { message_id, on: true })
}

async function react(message_id: string, emoji: string, clients: readonly ChatClient[]): Promise<void> {
  for (const client of clients) await client.request('react', { message_id, emoji, on: true })
}

function userId(client: ChatClient): string {
  return client.getState().account!.user_id
}
