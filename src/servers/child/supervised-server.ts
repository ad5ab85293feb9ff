import type { Config } from '../../config/schema.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Log } from '../../platform/log.ts'

/** One of the programs that a supervisor runs, as `runSupervised` sees it. */
export interface SupervisedServer {
  readonly name: string
  /**
   * Resolves once connections are accepted. An `ExitError` says by its code whether another try makes sense;
   * a port that is taken (`EADDRINUSE`) counts as one.
   */
  start(context: ServerContext): Promise<RunningServer>
}

export interface ServerContext {
  /** Ports are those that are bound, also where the file says 0. */
  readonly config: Config
  readonly log: Log
  readonly clock: Clock
  /** The inherited socket: `server.listen({ fd: listener.fd })`. */
  readonly listener: { readonly fd: number }
  readonly addresses: { readonly http: Address; readonly ws: Address }
}

export interface Address {
  /** As configured: a name or an address. */
  readonly host: string
  readonly port: number
}

export interface RunningServer {
  /** For people: `127.0.0.1:7222`. */
  readonly address: string
  connections(): number
  /**
   * Stops accepting, finishes what has begun and closes what is open; called once. What is not finished after
   * `deadlineMs` is lost, since the process ends then.
   */
  drain(deadlineMs: number): Promise<void>
  /** Closes what remains, such as the store. Called once, after `drain`. */
  stop?(): Promise<void>
}
