import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Config } from '../../config/schema.ts'
import type { StackStatus } from '../../supervisor/child-status.ts'
import { createControlClient } from '../../supervisor/control-client.ts'
import { findPortHolder } from '../../supervisor/port-holder.ts'
import { runDirectory } from '../../supervisor/run-directory.ts'
import { type Finding, ok, problem } from './finding.ts'

/** Whether both addresses can be had, or who has them. */
export async function checkPorts({ http, ws, database }: Config): Promise<Finding[]> {
  const client = createControlClient(runDirectory(database.path).controlSocket)
  try {
    const stack = await client.status()
    if (stack !== null) return stack.children.map(checkChild)
  } catch (error) {
    const fact = error instanceof Error ? error.message : String(error)
    return [problem('stack', fact, 'chat-stack stop, or end its process; then chat-stack start.')]
  }
  return Promise.all([checkPort('http', http), checkPort('ws', ws)])
}

/** The stack runs, so its ports are taken, and by the right one. */
function checkChild({ name, state, reason, address }: StackStatus['children'][number]): Finding {
  if (state === 'running') return ok(name, `runs at ${address}`)
  const fact = `${name} is ${state}${reason === null ? '' : `: ${reason}`}`
  return problem(name, fact, 'chat-stack status shows how it last ended.')
}

async function checkPort(
  check: 'http' | 'ws',
  { host, port }: { host: string; port: number },
): Promise<Finding> {
  const address = `${host.includes(':') ? `[${host}]` : host}:${port}`
  const code = await tryListen(host, port)
  if (code === undefined) return ok(check, port === 0 ? `${host}, any free port` : `${address} is free`)
  if (code === 'EADDRINUSE') return taken(check, address, port)
  if (code === 'EACCES') {
    const mend = `Set ${check}.port to 1024 or above, and let a proxy have ${port}.`
    return problem(check, `This user may not listen on ${address}`, mend)
  }
  return problem(
    check,
    `${host} is no address of this machine (${code})`,
    `Set ${check}.host to one that it has.`,
  )
}

async function tryListen(host: string, port: number): Promise<string | undefined> {
  const server = createServer()
  try {
    await once(server.listen({ host, port, exclusive: true }), 'listening')
    return undefined
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown'
  } finally {
    server.close()
  }
}

function taken(check: 'http' | 'ws', address: string, port: number): Finding {
  const holder = findPortHolder(port)
  const who = holder === null ? 'another program' : `${holder.command}, pid ${holder.pid}`
  const mend =
    holder === null
      ? `sudo ss -ltnp 'sport = :${port}' tells by which; stop it, or change ${check}.port.`
      : `Stop it, or change ${check}.port.`
  return problem(check, `${address} is taken by ${who}`, mend)
}
