import { describe, expect, it } from 'vitest'
import { scriptedChat } from '../../test/helpers/scripted-chat.ts'

const chat = scriptedChat()

describe('requests', () => {
  it('[P-2] [C-4] drop a reply that comes too late, and reject when the connection goes', async () => {
    const client = chat.start()
    const peer = await chat.server.peer()
    await peer.welcome()
    await client.whenLive()
    const late = client.request('users', { q: 'b' }, { timeoutMs: 100 })
    const asked = await peer.next('users')
    chat.clock.advance(100)
    await expect(late).rejects.toMatchObject({ code: 'timeout', retryable: true })
    peer.reply(asked, 'users_response', { users: [] })
    const aborter = new AbortController()
    const aborted = client.request('users', { q: 'c' }, { signal: aborter.signal })
    aborter.abort(new Error('never mind'))
    await expect(aborted).rejects.toThrow('never mind')
    const cut = client.request('users', { q: 'd' })
    peer.cut()

    await expect(cut).rejects.toMatchObject({ code: 'disconnected', retryable: true })
  })

  it("[P-50] reject with the server's code, its details and when to try again", async () => {
    const client = chat.start()
    const peer = await chat.server.peer()
    await peer.welcome()
    await client.whenLive()
    const asked = client.request('room_create', { kind: 'open', name: '' })
    const details = [{ path: 'name', expected: 'a name' }]
    const error = { code: 'bad_request', message: 'No.', retryable: false, details, retry_after_ms: 5 }
    peer.reply(await peer.next('room_create'), 'error', error)

    await expect(asked).rejects.toMatchObject({
      code: 'bad_request',
      details,
      retryAfterMs: 5,
      retryable: false,
    })
  })
})
