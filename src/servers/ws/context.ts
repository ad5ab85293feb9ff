import type { Config } from '../../config/schema.ts'
import type { ImageIntake } from '../../domain/images/intake.ts'
import type { Store } from '../../domain/store.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Log } from '../../platform/log.ts'
import type { Json } from '../../protocol/frames.ts'
import type { ReplyType, RequestPayload, RequestType, ResponsePayload } from '../../protocol/requests.ts'
import type { Passwords } from './authentication/passwords.ts'
import type { Turns } from './authentication/turns.ts'
import type { Connection } from './connection.ts'
import type { Hub } from './hub.ts'
import type { Presence } from './presence.ts'
import type { Rates } from './rate.ts'
import type { UploadSlots } from './upload-slots.ts'

/** What the server is made of; the handlers' dependencies. */
export interface Services {
  readonly config: Config
  readonly store: Store
  readonly passwords: Passwords
  readonly images: ImageIntake
  readonly hub: Hub
  readonly presence: Presence
  readonly rates: Rates
  readonly uploadSlots: UploadSlots
  /** Searches wait for each other, so that what is read besides never waits for more than a few looks. */
  readonly searches: Turns
  readonly clock: Clock
  readonly log: Log
}

/** Who asks. */
export interface LiveContext extends Services {
  readonly connection: Connection
  readonly accountId: number
  readonly sessionId: number
}

/** A payload that the store encoded already, under the type that it turned out to have. */
export class EncodedReply {
  readonly type: ReplyType
  readonly json: Json<unknown>

  constructor(type: ReplyType, json: Json<unknown>) {
    this.type = type
    this.json = json
  }
}

/** Answers one type of request. Refusals are thrown as `DomainError`; the payload has been validated. */
export type Handler<T extends RequestType> = (
  context: LiveContext,
  payload: RequestPayload<T>,
) => Promise<ResponsePayload<T> | EncodedReply>
