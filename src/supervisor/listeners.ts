import { lookup } from 'node:dns/promises'
import net from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { getSystemErrorName } from 'node:util'
import { ExitError, exitCodes } from '../platform/exit-codes.ts'
import { findPortHolder } from './port-holder.ts'

export interface ListenerSpec {
  /** As the config calls it, for messages: `http`. */
  readonly name: string
  /** An address or a name. */
  readonly host: string
  /** 0 takes any free one, once: it stays the same when the listener is opened again. */
  readonly port: number
}

/**
 * A socket that is bound here and listened on by children, one after another or two at once: the kernel queues what
 * comes in between, so that no client is refused while a child is replaced (decision 002).
 */
export interface Listener {
  readonly name: string
  readonly host: string
  readonly port: number
  /** The descriptor to inherit. Binds again after `close`. Throws an ExitError that says what to do. */
  open(): Promise<number>
  /** From here on clients are refused, once no child has it either. Idempotent. */
  close(): void
}

const retryIntervalMs = 50

/**
 * Binds at once; for as long as `patienceMs` it waits for a port that is taken. Throws an ExitError: 69 where it still
 * is, 78 where the address cannot be had.
 */
export async function openListener(spec: ListenerSpec, { patienceMs = 0 } = {}): Promise<Listener> {
  let bound: Bound | undefined = await bindPatiently(spec, performance.now() + patienceMs)
  const { port } = bound

  async function open(): Promise<number> {
    bound ??= await bind({ ...spec, port })
    return bound.fd
  }

  function close(): void {
    bound?.close()
    bound = undefined
  }

  return { name: spec.name, host: spec.host, port, open, close }
}

/**
 * A socket that a service manager listens on for us: it keeps clients waiting while we are not there, so `close` leaves
 * it alone. Throws an ExitError (78) for a descriptor that is no TCP socket.
 */
export function adoptListener(name: string, fd: number): Listener {
  const handle = createHandle(null, null, null, fd)
  const bound: { address?: string; port?: number } = {}
  // A socket of another kind has another kind of name, or none.
  const error = typeof handle === 'number' ? handle : (handle.getsockname?.(bound) ?? 0)
  if (error !== 0 || bound.address === undefined || bound.port === undefined)
    throw new ExitError(exitCodes.badConfig, `Expected a TCP socket for "${name}" at descriptor ${fd}.`, {
      next: 'ListenStream= in its socket unit takes an address and a port.',
    })
  return { name, host: bound.address, port: bound.port, open: async () => fd, close: () => {} }
}

interface Bound {
  readonly fd: number
  readonly port: number
  close(): void
}

async function bindPatiently(spec: ListenerSpec, deadlineMs: number): Promise<Bound> {
  for (;;) {
    try {
      return await bind(spec)
    } catch (error) {
      const isTaken = error instanceof ExitError && error.exitCode === exitCodes.portTaken
      if (!isTaken || performance.now() > deadlineMs) throw error
      await wait(retryIntervalMs)
    }
  }
}

async function bind(spec: ListenerSpec): Promise<Bound> {
  const { address, family } = await resolve(spec)
  const created = createHandle(address, spec.port, family, undefined)
  if (typeof created === 'number') throw refusal(spec, created)
  const name: { port?: number } = {}
  // The handle of a port that is taken comes back all the same, and listening on it would take a random port on
  // every interface; only its name tells.
  const error = created.getsockname?.(name) ?? 0
  if (error !== 0 || name.port === undefined) {
    created.close()
    throw refusal(spec, error)
  }
  return { fd: created.fd, port: name.port, close: () => created.close() }
}

async function resolve({ name, host }: ListenerSpec): Promise<{ address: string; family: 4 | 6 }> {
  const bare = host.replace(/^\[(.*)\]$/, '$1')
  const version = net.isIP(bare)
  if (version === 4 || version === 6) return { address: bare, family: version }
  try {
    const found = await lookup(bare)
    return { address: found.address, family: found.family === 6 ? 6 : 4 }
  } catch (cause) {
    const message = `Expected an address of this machine at ${name}.host, got "${host}", which no name server knows.`
    throw new ExitError(exitCodes.badConfig, message, { cause })
  }
}

/** What libuv gives for a bound TCP socket that does not listen: `cluster` is made of it. */
interface ServerHandle {
  readonly fd: number
  /** A socket file's handle has none. */
  getsockname?(out: { address?: string; port?: number }): number
  close(): void
}

/**
 * Binds to an address, or takes a descriptor. Not public, and the only way to bind without accepting: everything that we
 * assume of it is in this file's tests.
 */
function createHandle(
  ...from: [address: string, port: number, family: 4 | 6, fd: undefined] | [null, null, null, fd: number]
): ServerHandle | number {
  const create: unknown = Reflect.get(net, '_createServerHandle')
  if (typeof create !== 'function')
    throw new Error(`Expected net._createServerHandle, which Node.js ${process.version} does not have.`)
  return create(...from) as ServerHandle | number
}

function refusal({ name, host, port }: ListenerSpec, error: number): ExitError {
  const code = error < 0 ? getSystemErrorName(error) : 'EINVAL'
  switch (code) {
    case 'EADDRINUSE':
      return new ExitError(exitCodes.portTaken, `Port ${port} on ${host} is taken by ${holderOf(port)}.`, {
        next: `Stop it, or set another ${name}.port.`,
      })
    case 'EACCES':
      return new ExitError(
        exitCodes.badConfig,
        `Port ${port} needs more rights than this user has. Set ${name}.port to 1024 or more.`,
      )
    case 'EADDRNOTAVAIL':
      return new ExitError(
        exitCodes.badConfig,
        `Expected an address of this machine at ${name}.host, got "${host}".`,
      )
    default:
      return new ExitError(exitCodes.error, `Cannot listen on ${host}, port ${port} (${name}): ${code}.`)
  }
}

function holderOf(port: number): string {
  const holder = findPortHolder(port)
  return holder === null ? 'another program' : `${holder.command} (pid ${holder.pid})`
}
