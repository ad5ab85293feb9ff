import { DomainError } from '../../../domain/errors.ts'
import { bounds } from '../bounds.ts'
import type { Handler } from '../context.ts'
import { eventFrame } from '../frame.ts'
import { refuseIfEarly } from '../refusal.ts'

/** [P-63] Tells the room's other people that one who may speak there is about to, unless they are so many that each keystroke would cost more than the message. */
export const typing: Handler<'typing'> = async ({ hub, rates, clock, accountId }, { room }) => {
  const roomId = Number(room)
  const user = hub.user(accountId)
  if (user === undefined || !user.rooms.has(roomId)) throw new DomainError('not_found')
  const silence = hub.silenceOf(accountId, roomId)
  if (silence !== null) throw new DomainError(silence)
  refuseIfEarly(rates.takeTyping(accountId, roomId))
  const receivers = hub.inRoom(roomId)
  if (receivers.size > bounds.maxEphemeralReceivers) return {}
  const frame = eventFrame('typing', {
    room,
    ts: clock.nowMs(),
    user_id: String(accountId),
    display_name: user.displayName,
  })
  for (const receiver of receivers) if (!user.connections.has(receiver)) receiver.sendEphemeral(frame)
  return {}
}
