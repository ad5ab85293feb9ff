/**
 * Makes the pictures of the README from the built product: a stack in a temporary folder, people who talk, a real
 * Chromium. Run it after `npm run build`: `node scripts/launch.cjs exec node scripts/screenshots.ts`.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import sharp from 'sharp'
import { type ChatClient, createChatClient } from '../src/client/chat-client.ts'
import { decoded, launchBrowser } from '../test/helpers/browser.ts'
import { startStack, type TestStack } from '../test/helpers/stack.ts'
import { heronSvg } from './screenshots-heron.ts'

const target = new URL('../docs/images/', import.meta.url)
const password = 'a heron in the reeds'
const people = {
  wei: 'Wei Zhang',
  linyue: '林悦',
  hannah: 'Hannah Ortiz',
  marco: 'Marco Bellini',
  priya: 'Priya Nair',
} as const
type Username = keyof typeof people

const shots: { file: string; options: BrowserContextOptions }[] = [
  { file: 'desktop-light.png', options: { viewport: { width: 1440, height: 900 }, locale: 'en-GB' } },
  {
    file: 'desktop-dark.png',
    options: { viewport: { width: 1440, height: 900 }, locale: 'en-GB', colorScheme: 'dark' },
  },
  { file: 'desktop-zh.png', options: { viewport: { width: 1440, height: 900 }, locale: 'zh-CN' } },
  {
    file: 'phone-light.png',
    options: {
      viewport: { width: 390, height: 844 },
      locale: 'en-GB',
      hasTouch: true,
      isMobile: true,
      deviceScaleFactor: 2,
    },
  },
]

const stack = await startStack()
const browser = await launchBrowser()
try {
  const clients = await everybody(stack)
  const room = await talk(clients)
  await mkdir(target, { recursive: true })
  for (const shot of shots) await take(browser, shot, room)
  for (const client of Object.values(clients)) client.close()
} finally {
  await browser.close()
  await stack.stop()
}

async function everybody({ run, ws, http, ownerLink }: TestStack): Promise<Record<Username, ChatClient>> {
  const clients: Partial<Record<Username, ChatClient>> = {}
  for (const [username, name] of Object.entries(people)) {
    const client = createChatClient({ url: ws, httpUrl: http })
    clients[username as Username] = client
    if (username === 'wei') {
      const invite = new URL(ownerLink!).hash.slice('#claim='.length)
      await client.register({ username, password, display_name: name, place_name: 'Heron Press', invite })
      continue
    }
    await run(['user', 'add', username, '--display-name', name, '--password-stdin'], `${password}\n`)
    await client.login({ username, password })
  }
  return clients as Record<Username, ChatClient>
}

/** What the pictures show; returns the room. */
async function talk(clients: Record<Username, ChatClient>): Promise<string> {
  const { wei, linyue, hannah, marco, priya } = clients
  const { room } = await wei.request('room_create', {
    kind: 'open',
    name: '湿地鸟类 Field guide',
    topic: 'Forty-two birds of the Yangtze mouth. To the printer 4 December.',
  })
  const printing = await wei.request('room_create', { kind: 'open', name: 'Print and proofs' })
  await wei.request('room_create', { kind: 'private', name: 'Contracts' })
  for (const client of [linyue, hannah, marco, priya]) {
    await client.request('room_join', { room: room.id })
    await client.request('room_join', { room: printing.room.id })
  }
  const heron = await sharp(Buffer.from(heronSvg())).jpeg({ quality: 92 }).toBuffer()
  const picture = await linyue.uploadImage(new Blob([new Uint8Array(heron)], { type: 'image/jpeg' }))

  const say = (client: ChatClient, text: string, extra: { image_ids?: string[] } = {}) =>
    client.request('message', { room: room.id, text, ...extra })
  await say(linyue, '早上好！白鹭那张我换成了周日清晨拍的，光线更柔和，背景里的芦苇也清楚。', {
    image_ids: [picture.image_id],
  })
  await say(wei, 'That’s the one. Can it run across the gutter on page 14?')
  await wei.request('read', { room: room.id, n: 2 })
  await say(
    marco,
    'The trim script from yesterday, so nobody has to crop by hand:\n\n```sh\nfor f in proofs/*.pdf; do\n  pdfcrop --bbox "9 9 604 851" "$f" "out/${f##*/}"\ndone\n```',
  )
  await say(priya, '@wei proofs from 上海印厂 land on Wednesday before noon. I take the colour check.')
  await say(priya, 'If the blue on page 9 is still too loud, we stop there.')
  for (const text of ['Plate 3 is on the press.', '第 3 版上机了。']) {
    await hannah.request('message', { room: printing.room.id, text })
  }
  return room.name
}

async function take(from: Browser, { file, options }: (typeof shots)[number], room: string): Promise<void> {
  const context = await from.newContext(options)
  const page = await context.newPage()
  await page.goto(stack.http)
  const isChinese = options.locale === 'zh-CN'
  await page.getByLabel(isChinese ? '用户名' : 'Username').fill('wei')
  await page.getByLabel(isChinese ? '密码' : 'Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: isChinese ? '登录' : 'Log in' }).click()
  await page.getByText(room).first().click()
  const picture = page.getByRole('log').getByRole('img').first()
  await picture.waitFor()
  await decoded(picture)
  // The parser of marked-up text comes a moment later than the first texts.
  await page.getByRole('log').locator('pre code').waitFor()
  await writeFile(new URL(file, target), await page.screenshot({ animations: 'disabled' }))
  await context.close()
}
