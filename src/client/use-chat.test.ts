import { createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, it } from 'vitest'
import { createChatClient } from './chat-client.ts'
import { useChat, useWebSocket } from './use-chat.ts'

it("shows a component the client's state, or the part that it selects", () => {
  const client = createChatClient({ url: 'ws://127.0.0.1:1', browser: {} })
  function Screen() {
    const { connection } = useChat(client)
    const count = useChat(client, (state) => state.rooms.size)
    return `${connection.name} ${count}`
  }

  expect(renderToString(createElement(Screen))).toBe('closed 0')
})

it('gives a component a client of its own', () => {
  function Screen() {
    const { client, state, send } = useWebSocket({ url: 'ws://127.0.0.1:1', browser: {} })
    return `${state === client.getState()} ${typeof send}`
  }

  expect(renderToString(createElement(Screen))).toBe('true function')
})
