import type { Request, RequestHandler } from 'express'
import type { Clock } from '../../platform/clock.ts'

export interface BodyBounds {
  /** A body that is not whole by then is given up. */
  readonly totalMs: number
  /** So is one of which nothing came for so long. */
  readonly idleMs: number
}

/** For what is small. */
export const shortBody: BodyBounds = { totalMs: 15_000, idleMs: 15_000 }
/** A picture from a telephone in a train: slow is fine, standing still is not. */
export const uploadBody: BodyBounds = { totalMs: 10 * 60_000, idleMs: 10_000 }

/** How much longer a request is read after its answer, so that a client that reads only when it has sent gets to read. */
const lingerMs = 5_000

/**
 * Ends connections whose request's body comes too slowly. Node has one such deadline for all requests (`requestTimeout`),
 * which is either too short for uploads or too long for the rest.
 */
export function bodyDeadline(
  clock: Clock,
  boundsOf: (request: Request) => BodyBounds,
  afterAnswerMs = lingerMs,
): RequestHandler {
  return (request, response, next) => {
    if (hasBody(request)) {
      const giveUp = () => {
        if (!request.complete) request.socket.destroy()
      }
      const cancelWatch = watch(request, { clock, bounds: boundsOf(request), giveUp })
      request.once('end', cancelWatch)
      request.once('error', cancelWatch)
      // Whatever the answer was, the rest of the body is not waited for.
      response.once('finish', () => {
        if (request.complete) return
        request.once('end', clock.after(afterAnswerMs, giveUp))
      })
    }
    next()
  }
}

function hasBody(request: Request): boolean {
  return request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length']) > 0
}

function watch(
  request: Request,
  { clock, bounds, giveUp }: { clock: Clock; bounds: BodyBounds; giveUp: () => void },
): () => void {
  const { socket } = request
  let seenBytes = socket.bytesRead
  let cancelIdle = clock.after(bounds.idleMs, look)
  const cancelTotal = clock.after(bounds.totalMs, giveUp)

  function look(): void {
    if (socket.bytesRead === seenBytes) return giveUp()
    seenBytes = socket.bytesRead
    cancelIdle = clock.after(bounds.idleMs, look)
  }

  return () => {
    cancelIdle()
    cancelTotal()
  }
}
