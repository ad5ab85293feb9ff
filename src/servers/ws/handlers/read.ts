import type { Handler } from '../context.ts'
import { eventFrame } from '../frame.ts'

export const read: Handler<'read'> = async ({ store, hub, clock, connection, accountId }, { room, n }) => {
  const mark = await store.execute('mark_read', { accountId, roomId: Number(room), n })
  const others = [...(hub.user(accountId)?.connections.keys() ?? [])].filter((other) => other !== connection)
  if (others.length > 0) {
    const frame = eventFrame('read', { room, ts: clock.nowMs(), ...mark })
    for (const other of others) other.sendEphemeral(frame)
  }
  return { room, ...mark }
}
