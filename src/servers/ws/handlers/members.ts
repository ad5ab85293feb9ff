import type { Handler } from '../context.ts'

export const members: Handler<'members'> = async ({ store, presence, accountId }, { room, cursor }) => {
  const page = await store.read('members', { accountId, roomId: Number(room), cursor: cursor ?? null })
  return {
    room,
    members: page.members.map((member) => ({
      ...member,
      presence: presence.stateOf(Number(member.user_id)),
    })),
    ...(page.cursor !== null && { cursor: page.cursor }),
  }
}
