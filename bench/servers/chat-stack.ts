/** chat-stack as it is: connections, store, group commit, hub. */
import { addMember, startChat } from '../harness/chat-server.ts'
import { answer, usage } from '../harness/program.ts'

answer({
  async listen({ roomCount, perRoom }: { roomCount: number; perRoom: number }) {
    const { store, port } = await startChat()
    const tokens: string[] = []
    const rooms: number[] = []
    for (let r = 0; r < roomCount; r++) {
      for (let i = 0; i < perRoom; i++) {
        const { accountId, token } = await addMember(store, `user${r * perRoom + i + 1}`)
        tokens.push(token)
        if (i === 0) {
          const room = await store.execute('create_room', {
            accountId,
            kind: 'open',
            name: `Room ${r + 1}`,
            topic: '',
          })
          rooms.push(Number(room.id))
        } else await store.execute('join_room', { accountId, roomId: rooms[r]! })
      }
    }
    return { port, tokens, rooms }
  },
  usage,
})
