/** chat-stack with one room that has more members than are connected. */
import { addMember, startChat } from '../harness/chat-server.ts'
import { answer, usage } from '../harness/program.ts'

answer({
  async listen({ perRoom, members }: { perRoom: number; members: number }) {
    const { store, port } = await startChat()
    const people: { accountId: number; token: string }[] = []
    for (let i = 0; i < perRoom; i++) people.push(await addMember(store, `user${i}`))
    const [owner] = people
    if (owner === undefined) throw new Error('Expected somebody to be there')
    const room = await store.execute('create_room', {
      ...{ accountId: owner.accountId, kind: 'open', name: 'Hall', topic: '' },
    })
    const roomId = Number(room.id)
    for (const { accountId } of people) await store.execute('join_room', { accountId, roomId })
    for (let i = perRoom; i < members; i += 500) {
      await Promise.all(
        Array.from({ length: Math.min(500, members - i) }, async (_, k) => {
          const account = await store.execute('add_account', {
            ...{ username: `absent${i + k}`, displayName: null, passwordHash: 'none', role: 'member' },
          })
          await store.execute('join_room', { accountId: account.id, roomId })
        }),
      )
    }
    return { port, tokens: people.map(({ token }) => token), rooms: [roomId] }
  },
  usage,
})
