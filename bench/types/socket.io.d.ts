/** What the peer uses of socket.io, so that types are checked where the benchmarks' own packages are not installed. */
declare module 'socket.io' {
  import type { Server as HttpServer } from 'node:http'

  interface Socket {
    readonly handshake: { readonly query: Readonly<Record<string, string | string[] | undefined>> }
    join(room: string): Promise<void> | void
    on(
      event: 'message',
      listener: (message: { key: string; text: string }, acknowledge: (reply: unknown) => void) => void,
    ): this
  }

  export class Server {
    constructor(http: HttpServer, options: Readonly<Record<string, unknown>>)
    on(event: 'connection', listener: (socket: Socket) => void): this
    to(room: string): { emit(event: string, payload: unknown): boolean }
  }
}
