/**
 * A bot that repeats what it is told: write `@echo hello` in a room it is in, and it answers `hello`.
 *
 *   chat-stack user add echo
 *   ECHO_BOT_PASSWORD=… node examples/echo-bot.ts ws://127.0.0.1:7223 echo
 *
 * In a project of your own the import is `chat-stack/client`.
 */
import { createChatClient } from '../src/client/chat-client.ts'

const [url = 'ws://127.0.0.1:7223', username = 'echo'] = process.argv.slice(2)
const password = process.env['ECHO_BOT_PASSWORD'] ?? ''

const client = createChatClient({ url, device: 'echo-bot' })

client.on('message', ({ room, sender_id, message_id, text }) => {
  const [name, ...words] = text.split(' ')
  const isForMe = name === `@${username}` && sender_id !== client.getState().account?.user_id
  if (!isForMe || words.length === 0) return
  // Arrives once, whatever becomes of the connection meanwhile.
  client.send(room, words.join(' '), { replyTo: message_id }).catch(console.error)
})

client.on('connection', (state) => console.log(state.name))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => client.close())

await client.login({ username, password })
