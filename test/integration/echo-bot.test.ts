import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { expect, it, onTestFinished } from 'vitest'
import { createChatClient } from '../../src/client/chat-client.ts'
import { password, startWsStack } from '../helpers/ws-stack.ts'

const example = new URL('../../examples/echo-bot.ts', import.meta.url).pathname

it('the echo bot of the examples answers whoever speaks to it, and ends when told to', async () => {
  const stack = await startWsStack({ config: { auth: { registration: 'open' } } })
  const url = `ws://127.0.0.1:${stack.port}`
  const ann = createChatClient({ url })
  onTestFinished(async () => {
    ann.close()
    await stack.stop()
  })
  const { client: account } = await stack.register('echo')
  account.close()
  await ann.register({ username: 'ann', password })
  const bot = spawn(process.execPath, [example, url, 'echo'], {
    env: { ...process.env, ECHO_BOT_PASSWORD: password },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(bot, 'exit')
  for await (const line of createInterface({ input: bot.stdout })) if (line === 'live') break
  const [room] = ann.getState().rooms.keys()
  const answer = new Promise<{ text: string; reply_to?: string | undefined }>((resolve) => {
    ann.on('message', (message) => {
      if (message.sender_name === 'echo') resolve(message)
    })
  })
  await ann.send(room ?? '', 'not for you')
  await ann.send(room ?? '', '@echo are you there?')

  expect(await answer).toMatchObject({ text: 'are you there?', reply_to: expect.any(String) })
  bot.kill('SIGTERM')
  expect(await exited).toEqual([0, null])
})
