/** The little of Bun that the peer uses; its own types would replace those of Node.js in the whole project. */
declare namespace Bun {
  interface ServerWebSocket<T> {
    data: T
    send(text: string): number
    subscribe(topic: string): void
  }

  interface Server<T> {
    port: number
    upgrade(request: Request, options: { data: T }): boolean
    publish(topic: string, text: string): number
  }

  function serve<T>(options: {
    port: number
    hostname: string
    fetch: (request: Request, server: Server<T>) => Response | undefined
    websocket: {
      perMessageDeflate: boolean
      open: (socket: ServerWebSocket<T>) => void
      message: (socket: ServerWebSocket<T>, frame: string) => void
    }
  }): Server<T>
}

declare module 'bun:sqlite' {
  export class Database {
    constructor(path: string)
    exec(sql: string): void
    query(sql: string): { run(...values: (string | number)[]): { lastInsertRowid: number } }
  }
}
