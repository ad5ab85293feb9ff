import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Config } from '../../config/schema.ts'
import { findPortHolder } from '../../supervisor/port-holder.ts'
import { type Finding, ok, problem } from './finding.ts'

/** Whether both addresses can be had, or who has them. */
export async function checkPorts({ http, ws }: Config): Promise<Finding[]> {
  return Promise.all([checkPort('http', http), checkPort('ws', ws)])
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
    return problem(
      check,
      `This user may not listen on ${address}`,
      `Set ${check}.port to 1024 or above, and let a proxy have ${port}.`,
    )
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
  if (holder === null) {
    return problem(
      check,
      `${address} is taken by another program`,
      `sudo ss -ltnp 'sport = :${port}' tells by which; stop it, or change ${check}.port.`,
    )
  }
  return problem(
    check,
    `${address} is taken by ${holder.command}, pid ${holder.pid}`,
    `Stop it, or change ${check}.port.`,
  )
}
