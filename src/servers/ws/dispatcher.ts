import { DomainError } from '../../domain/errors.ts'
import { createAnswers } from './answers.ts'
import type { Authentication } from './authentication/authentication.ts'
import type { Connection } from './connection.ts'
import type { Services } from './context.ts'
import { createOutstanding } from './outstanding.ts'
import { refusalFrame } from './refusal.ts'
import { createReplyOrder } from './reply-order.ts'
import { type RequestFrame, type RequestFrameResult, readRequestFrame } from './request-frame.ts'

/** Takes frames in, and sees to it that each is answered exactly once [P-2]. */
export interface Dispatcher {
  receive(connection: Connection, data: Buffer, isBinary: boolean): void
  /** Counts a ping, which costs as much as a request. */
  ping(connection: Connection): void
  /** Resolves when nothing that was received waits for its answer. */
  idle(): Promise<void>
}

const binaryFrame: RequestFrameResult = {
  ok: false,
  id: undefined,
  type: undefined,
  code: 'bad_request',
  message: 'Binary frames are not taken; pictures go to POST /api/images.',
}

export function createDispatcher(
  services: Services,
  options: { authentication: Authentication; isDraining: () => boolean },
): Dispatcher {
  const { clock } = services
  const answers = createAnswers(services, options)
  const order = createReplyOrder<Connection>((connection, reply) => connection.send(reply))
  const work = createOutstanding()

  function receive(connection: Connection, data: Buffer, isBinary: boolean): void {
    if (connection.state.kind === 'closing') return
    const frame = isBinary ? binaryFrame : readRequestFrame(data)
    const refusal = countFrame(connection) ?? faultOf(connection, frame) ?? beginRequest(connection)
    // Neither rejects: a refusal is there already, and `answer` makes one of whatever goes wrong.
    if (refusal !== null) void order.queue(connection, refusalFrame(refusal, frame))
    else if (frame.ok) void answerOne(connection, frame)
  }

  async function answerOne(connection: Connection, frame: RequestFrame): Promise<void> {
    work.begin()
    await order.queue(connection, answers.answer(connection, frame))
    connection.usage.endRequest()
    work.end()
  }

  /** [P-43] A refusal says when to come back; who does not listen is closed. */
  function countFrame(connection: Connection): DomainError | null {
    const nowMs = clock.monotonicMs()
    const waitMs = connection.usage.takeRequest(nowMs)
    if (waitMs === 0) return null
    if (!connection.usage.takeRefusal(nowMs)) connection.close('rate')
    return new DomainError('rate_limited', { retryAfterMs: waitMs })
  }

  function faultOf(connection: Connection, frame: RequestFrameResult): DomainError | null {
    if (frame.ok) return null
    if (!connection.usage.takeBadFrame(clock.monotonicMs())) connection.close('badFrames')
    return new DomainError(frame.code, { message: frame.message })
  }

  return { receive, ping: (connection) => void countFrame(connection), idle: () => work.none() }
}

function beginRequest(connection: Connection): DomainError | null {
  return connection.usage.beginRequest() ? null : new DomainError('rate_limited', { retryAfterMs: 1_000 })
}
