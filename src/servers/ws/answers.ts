import { randomUUID } from 'node:crypto'
import { DomainError } from '../../domain/errors.ts'
import { wireErrors } from '../../protocol/errors.ts'
import { encodeJson, frameText } from '../../protocol/frames.ts'
import { requests } from '../../protocol/requests.ts'
import type { Authentication } from './authentication/authentication.ts'
import type { Connection } from './connection.ts'
import { EncodedReply, type Handler, type LiveContext, type Services } from './context.ts'
import { textFrame } from './frame.ts'
import { handlers, type LiveRequest } from './handlers/table.ts'
import { refusalFrame } from './refusal.ts'
import type { Reply } from './reply-order.ts'
import type { RequestFrame } from './request-frame.ts'
import { readPayload } from './request-payload.ts'

/** Finds the answer to a request. */
export interface Answers {
  /** Never rejects: whatever goes wrong is an answer too. */
  answer(connection: Connection, frame: RequestFrame): Promise<Reply>
}

export function createAnswers(
  services: Services,
  options: { authentication: Authentication; isDraining: () => boolean },
): Answers {
  const { log } = services

  async function answer(connection: Connection, frame: RequestFrame): Promise<Reply> {
    try {
      return await answerOrThrow(connection, frame)
    } catch (error) {
      if (error instanceof DomainError) return refusalFrame(error, frame)
      // What was given up because its asker left is no fault.
      return connection.state.kind === 'closing' ? null : refusalFrame(bug(error, frame.type), frame)
    }
  }

  async function answerOrThrow(connection: Connection, { type, id, payload }: RequestFrame): Promise<Reply> {
    if (isLiveRequest(type)) return answerLive(connection, type, { id, payload })
    switch (type) {
      case 'ping':
        return replyFrame('pong', {}, id)
      case 'health_check':
        return replyFrame('health_check_response', { status: options.isDraining() ? 'draining' : 'ok' }, id)
      case 'auth_request':
        await options.authentication.request(connection, readPayload(type, payload), id)
        return null
      default:
        throw new DomainError('unknown_type')
    }
  }

  async function answerLive(
    connection: Connection,
    type: LiveRequest,
    request: { id: string | undefined; payload: object },
  ): Promise<Reply> {
    const { identity } = connection
    if (identity === null) throw new DomainError('unauthenticated')
    // Its own payload is what it gets: both are found by the type.
    const handle = handlers[type] as Handler<LiveRequest>
    const context: LiveContext = { ...services, connection, ...identity }
    const reply = await handle(context, readPayload(type, request.payload))
    if (reply instanceof EncodedReply) return textFrame(frameText(reply.type, reply.json, request.id))
    return replyFrame(requests[type].reply, reply, request.id)
  }

  /** A fault of ours: the client gets a number by which the log's line is found. */
  function bug(error: unknown, type: string): DomainError {
    const errorId = randomUUID()
    log.error('request_failed', { type, errorId, error })
    return new DomainError('internal', { message: `${wireErrors.internal.message} (${errorId})` })
  }

  return { answer }
}

function isLiveRequest(type: string): type is LiveRequest {
  return Object.hasOwn(handlers, type)
}

function replyFrame(type: string, payload: object, id: string | undefined): Buffer {
  return textFrame(frameText(type, encodeJson(payload), id))
}
