import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'

/** A chat server in a process of its own, with a successor that waits for its death. */
export interface ServerProcess {
  /** Resolves to the port. */
  start(): Promise<number>
  kill(): Promise<void>
  stop(): Promise<void>
}

const program = new URL('../fixtures/chat-server.ts', import.meta.url)

export function createServerProcess(place: { databasePath: string; publicUrl: string }): ServerProcess {
  let current: ChildProcess | null = null
  let successor = load()

  function load() {
    const child = fork(program)
    return { child, loaded: once(child, 'message') }
  }

  async function start(): Promise<number> {
    const { child, loaded } = successor
    current = child
    successor = load()
    await loaded
    child.send(place)
    const [{ port }] = (await once(child, 'message')) as [{ port: number }]
    return port
  }

  async function end(child: ChildProcess): Promise<void> {
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
  }

  return {
    start,
    async kill() {
      if (current !== null) await end(current)
      current = null
    },
    async stop() {
      if (current !== null) await end(current)
      await end(successor.child)
    },
  }
}
