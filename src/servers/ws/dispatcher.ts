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

const noRequest = { type: undefined, id: undefined }

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
    if (isBinary) return receiveChunk(connection, data)
    const frame = readRequestFrame(data)
    const refusal = countFrame(connection) ?? faultOf(connection, frame) ?? beginRequest(connection)
    // Neither rejects: a refusal is there already, and `answer` makes one of whatever goes wrong.
    if (refusal !== null) void order.queue(connection, refusalFrame(refusal, frame))
    else if (frame.ok) void answerOne(connection, frame)
  }

  /** A chunk that moves its upload on costs nothing: the upload's own window bounds it. All else costs as a request. */
  function receiveChunk(connection: Connection, data: Buffer): void {
    const outcome = services.uploadSlots.receive(connection, data)
    if (outcome === 'taken') return
    const fault = outcome === 'idle' ? null : countFault(connection, outcome)
    const refusal = countFrame(connection) ?? fault
    if (refusal !== null) void order.queue(connection, refusalFrame(refusal, noRequest))
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
    return frame.ok ? null : countFault(connection, new DomainError(frame.code, { message: frame.message }))
  }

  function countFault(connection: Connection, fault: DomainError): DomainError {
    if (!connection.usage.takeBadFrame(clock.monotonicMs())) connection.close('badFrames')
    return fault
  }

  return { receive, ping: (connection) => void countFrame(connection), idle: () => work.none() }
}

function beginRequest(connection: Connection): DomainError | null {
  return connection.usage.beginRequest() ? null : new DomainError('rate_limited', { retryAfterMs: 1_000 })
}
