/**
 * Development: Node runs the server's sources, and Vite serves the client's with hot reload. Either one's
 * end is the end of both; arguments go to `chat-stack start`.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'

const root = path.dirname(import.meta.dirname)

await dev(process.argv.slice(2))

async function dev(args: readonly string[]): Promise<void> {
  const children = [
    spawn(process.execPath, ['bin/chat-stack.ts', 'start', ...args], { cwd: root, stdio: 'inherit' }),
    spawn(path.join(root, 'node_modules', '.bin', 'vite'), [], { cwd: root, stdio: 'inherit' }),
  ]
  const stop = (): void => {
    for (const child of children) child.kill('SIGTERM')
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  const ends = children.map((child) => once(child, 'exit'))
  const [code] = await Promise.race(ends)
  stop()
  await Promise.all(ends)
  process.exitCode = code ?? 0
}
