import type { Handler } from '../context.ts'

export const react: Handler<'react'> = async ({ store, accountId }, { message_id, emoji, on }) => {
  const { roomId } = await store.execute('react', { accountId, messageId: Number(message_id), emoji, on })
  return { message_id, room: String(roomId), emoji, on }
}
