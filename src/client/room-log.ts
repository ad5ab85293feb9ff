import type { EventPayload, RoomEventType } from '../protocol/events.ts'

/** A durable event of a room. Types that this client does not know yet have a `seq` all the same. */
export type RoomEvent = { [T in RoomEventType]: { type: T; payload: EventPayload<T> } }[RoomEventType]

/**
 * [P-20, P-32] Lets a room's events through in `seq` order, each once.
 *
 * What was applied is `1 … appliedSeq`. What is ahead of a gap waits in a bounded buffer until `sync` has filled the gap.
 * A log whose past is in doubt (a restored backup, another epoch) lets nothing through until `reset`.
 */
export interface RoomLog {
  appliedSeq(): number
  /** The epoch that `sync` is asked with; one that the server cannot know where only a reset will do. */
  epoch(): string
  /** Something is missing, and only `sync` can bring it. */
  isBehind(): boolean
  /** What may be applied now, in order. */
  receive(events: readonly RoomEvent[]): RoomEvent[]
  /** What is known is of a past that the place has no more, or may be: nothing goes through until `reset`. */
  isDoubtful(): boolean
  /** The server says, in a snapshot of `epoch`, that the room's last event is `seq`. */
  learnHead(seq: number, epoch: string): void
  /** All up to `seq` is known by other means; returns what had come after it. */
  reset(seq: number, epoch: string): RoomEvent[]
}

/** Beyond it, events are forgotten and fetched again. */
const maxBuffered = 1_000
/** No server has it, so that the answer must be a reset. */
const noEpoch = ''

export function createRoomLog(start: { seq: number; epoch: string }): RoomLog {
  let { seq: appliedSeq, epoch } = start
  let headSeq = appliedSeq
  let isDoubtful = false
  const buffer = new Map<number, RoomEvent>()

  function receive(events: readonly RoomEvent[]): RoomEvent[] {
    for (const event of events) keep(event)
    return drain()
  }

  function keep(event: RoomEvent): void {
    const { seq } = event.payload
    if (seq <= appliedSeq && !isDoubtful) return
    headSeq = Math.max(headSeq, seq)
    if (buffer.size < maxBuffered || seq === appliedSeq + 1) buffer.set(seq, event)
  }

  function drain(): RoomEvent[] {
    const ready: RoomEvent[] = []
    if (isDoubtful) return ready
    for (let event = buffer.get(appliedSeq + 1); event; event = buffer.get(appliedSeq + 1)) {
      buffer.delete(++appliedSeq)
      ready.push(event)
    }
    return ready
  }

  function learnHead(seq: number, newEpoch: string): void {
    const isOtherPast = newEpoch !== epoch
    if (!isOtherPast && seq >= appliedSeq) {
      headSeq = Math.max(headSeq, seq)
      return
    }
    isDoubtful = true
    if (!isOtherPast) epoch = noEpoch
    headSeq = seq
    buffer.clear()
  }

  function reset(seq: number, newEpoch: string): RoomEvent[] {
    appliedSeq = seq
    headSeq = Math.max(headSeq, seq)
    epoch = newEpoch
    isDoubtful = false
    const later = [...buffer.values()].filter((event) => event.payload.seq > seq)
    buffer.clear()
    return receive(later)
  }

  return {
    appliedSeq: () => appliedSeq,
    epoch: () => epoch,
    isBehind: () => isDoubtful || headSeq > appliedSeq,
    isDoubtful: () => isDoubtful,
    receive,
    learnHead,
    reset,
  }
}
