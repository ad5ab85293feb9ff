import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A way to a server that breaks when the test wants it to, at any byte. */
export interface CuttingProxy {
  readonly port: number
  /** Where connections go from now on; `null`: nowhere, they are cut at once. */
  aim(port: number | null): void
  /** Cuts what is connected now. */
  cut(): void
  /** From now on each connection is cut once so many bytes, both ways taken together, have gone through. */
  limit(bytes: () => number): void
  /** From now on no more than so many bytes go through in a millisecond, each way of each connection. */
  slow(bytesPerMs: number): void
  stop(): Promise<void>
}

export async function startCuttingProxy(): Promise<CuttingProxy> {
  const pairs = new Set<() => void>()
  let target: number | null = null
  let allowance = () => Number.POSITIVE_INFINITY
  let pace = Number.POSITIVE_INFINITY
  const server = createServer((inbound) => {
    if (target === null) inbound.destroy()
    else join(inbound, connect(target, '127.0.0.1'), allowance())
  })

  function join(inbound: Socket, outbound: Socket, bytes: number): void {
    let left = bytes
    const end = () => {
      pairs.delete(end)
      inbound.destroy()
      outbound.destroy()
    }
    pairs.add(end)
    for (const [from, to] of [
      [inbound, outbound],
      [outbound, inbound],
    ] as const) {
      from.on('data', (chunk: Buffer) => {
        to.write(chunk.subarray(0, left))
        left -= chunk.length
        if (pace < Number.POSITIVE_INFINITY) hold(from, chunk.length / pace)
        // What was written before must arrive, or the cut would never fall inside of a frame.
        if (left <= 0) to.end(end)
      })
      from.on('error', end)
      from.on('close', end)
    }
  }

  function hold(socket: Socket, ms: number): void {
    socket.pause()
    setTimeout(() => socket.resume(), ms)
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    aim: (port) => {
      target = port
    },
    cut: () => {
      for (const end of [...pairs]) end()
    },
    limit: (bytes) => {
      allowance = bytes
    },
    slow: (bytesPerMs) => {
      pace = bytesPerMs
    },
    async stop() {
      for (const end of [...pairs]) end()
      server.close()
      await once(server, 'close')
    },
  }
}
