import type { Clock } from '../../platform/clock.ts'
import { bounds } from './bounds.ts'

/** A handshake that wants to become a connection. Exactly one of `admit` and `refuse` is called, unless it is gone. */
export interface Candidate {
  readonly address: string
  admit(): void
  refuse(): void
  isGone(): boolean
}

/** Paces handshakes, and bounds the connections of one address that have not said who they are [P-10]. */
export interface Admission {
  ask(candidate: Candidate): void
  /** An admitted one is no stranger any more, or has gone. */
  release(address: string): void
  /** Refuses whoever waits, and whoever asks from now on. Idempotent. */
  stop(): void
}

interface Waiting {
  readonly candidate: Candidate
  readonly cancelTimeout: () => void
}

/** What is known of an address while it has strangers. */
interface Door {
  strangers: number
  waiting: Waiting[]
}

export function createAdmission(options: { clock: Clock; strangersPerAddress: number }): Admission {
  const { clock, strangersPerAddress } = options
  const doors = new Map<string, Door>()
  let ready: Candidate[] = []
  let waitingCount = 0
  let isStopped = false

  function ask(candidate: Candidate): void {
    if (isStopped || waitingCount + ready.length >= bounds.maxWaitingHandshakes) return candidate.refuse()
    const door = doors.get(candidate.address) ?? { strangers: 0, waiting: [] }
    doors.set(candidate.address, door)
    if (door.strangers < strangersPerAddress) letIn(door, candidate)
    else wait(door, candidate)
  }

  function letIn(door: Door, candidate: Candidate): void {
    door.strangers += 1
    if (ready.push(candidate) === 1) setImmediate(admitSome)
  }

  function wait(door: Door, candidate: Candidate): void {
    waitingCount += 1
    const waiting: Waiting = {
      candidate,
      cancelTimeout: clock.after(bounds.handshakeWaitMs, () => {
        door.waiting = door.waiting.filter((other) => other !== waiting)
        waitingCount -= 1
        candidate.refuse()
      }),
    }
    door.waiting.push(waiting)
  }

  function release(address: string): void {
    const door = doors.get(address)
    if (door === undefined) return
    door.strangers -= 1
    const next = door.waiting.shift()
    if (next !== undefined) {
      waitingCount -= 1
      next.cancelTimeout()
      letIn(door, next.candidate)
    } else if (door.strangers === 0) {
      doors.delete(address)
    }
  }

  function admitSome(): void {
    const due = ready
    ready = due.splice(bounds.maxHandshakesPerTurn)
    if (ready.length > 0) setImmediate(admitSome)
    for (const candidate of due) {
      if (candidate.isGone()) release(candidate.address)
      else if (isStopped) candidate.refuse()
      else candidate.admit()
    }
  }

  function stop(): void {
    isStopped = true
    for (const door of doors.values()) {
      const { waiting } = door
      door.waiting = []
      for (const { candidate, cancelTimeout } of waiting) {
        cancelTimeout()
        candidate.refuse()
      }
    }
    waitingCount = 0
  }

  return { ask, release, stop }
}
