/** chat-stack's server as a process that is started again on the same database: what clients meet after a restart. */
import { addMember, startChat } from '../harness/chat-server.ts'
import { answer, usage } from '../harness/program.ts'

answer({
  async listen({ folder, clients }: { folder: string; clients: number }) {
    const { store, port } = await startChat({ folder })
    const tokens: string[] = []
    for (let i = 0; i < clients; i++) tokens.push((await addMember(store, `user${i}`)).token)
    return { port, tokens }
  },
  async again({ folder, port }: { folder: string; port: number }) {
    await startChat({ folder, port })
  },
  usage,
})
