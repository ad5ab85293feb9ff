import { create } from 'zustand'
import type { ChatClient } from '../../../client/chat-client.ts'
import type { MessageView } from '../../../protocol/views.ts'
import { rememberEmoji } from '../emoji/recent-emoji.ts'

/** What one has just pressed, by message and emoji: shown at once, until the server's word is here. */
type Pending = Readonly<Record<string, Readonly<Record<string, boolean>>>>

const none: Readonly<Record<string, boolean>> = {}

const usePending = create<{ messages: Pending }>(() => ({ messages: {} }))

export function usePendingReactions(messageId: string): Readonly<Record<string, boolean>> {
  return usePending((state) => state.messages[messageId] ?? none)
}

/** Puts an emoji to a message, or takes one's own away. Rejects with the server's refusal, and then nothing has changed. */
export async function setReaction(
  client: ChatClient,
  { message_id, room }: Pick<MessageView, 'message_id' | 'room'>,
  { emoji, on }: { emoji: string; on: boolean },
): Promise<void> {
  if (on) rememberEmoji(emoji)
  setPending(message_id, emoji, on)
  const heard = Promise.withResolvers<void>()
  const stopHearing = client.on('reaction', (event) => {
    const isOwn = event.user_id === client.getState().account?.user_id
    if (event.message_id === message_id && event.emoji === emoji && isOwn) heard.resolve()
  })
  // What was missed comes with the next connection, and perhaps without an event.
  const stopWatching = client.on('connection', ({ name }) => {
    if (name !== 'live') heard.resolve()
  })
  try {
    await client.request('react', { message_id, emoji, on })
    // The answer may come before its event; what holds already has none.
    if (!isSo(client, { room, message_id, emoji, on })) await heard.promise
  } finally {
    stopHearing()
    stopWatching()
    setPending(message_id, emoji, null)
  }
}

function isSo(
  client: ChatClient,
  { room, message_id, emoji, on }: { room: string; message_id: string; emoji: string; on: boolean },
): boolean {
  const { rooms, account } = client.getState()
  const entry = rooms
    .get(room)
    ?.entries.find((each) => each.kind === 'message' && each.message.message_id === message_id)
  // A message that is not here shows nothing, and so waits for nothing.
  if (entry?.kind !== 'message' || account === null) return true
  return (entry.message.reactions?.[emoji]?.includes(account.user_id) ?? false) === on
}

function setPending(messageId: string, emoji: string, on: boolean | null): void {
  usePending.setState(({ messages }) => {
    const { [emoji]: _, ...others } = messages[messageId] ?? {}
    const changed = on === null ? others : { ...others, [emoji]: on }
    const { [messageId]: _before, ...rest } = messages
    return { messages: Object.keys(changed).length === 0 ? rest : { ...rest, [messageId]: changed } }
  })
}
