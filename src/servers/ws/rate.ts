import type { Config } from '../../config/schema.ts'
import { foldName } from '../../domain/usernames.ts'
import type { Clock } from '../../platform/clock.ts'
import { limits } from '../../protocol/limits.ts'
import { bounds } from './bounds.ts'
import { TokenBucket } from './token-bucket.ts'

/** How fast is too fast, for whatever is counted by more than one connection. Answers are milliseconds to wait, or 0. */
export interface Rates {
  /** [P-42] Counts a message of a user. */
  takeMessage(accountId: number): number
  /** [P-42] Counts a `typing` of a user in a room. */
  takeTyping(accountId: number, roomId: number): number
  /** [P-42] Counts a new name of a user: each of their rooms is told. */
  takeRename(accountId: number): number
  /** Counts a picture that a user begins, or goes on with. */
  takeUpload(accountId: number): number
  /** Counts a search of a user, whatever it finds. */
  takeSearch(accountId: number): number
  /** Counts a password before it is looked at: many that are sent together must not be more than one after the other. */
  takeGuess(name: string, addressPrefix: string): number
  /** It was no guess: it was right, or was never looked at. */
  returnGuess(name: string, addressPrefix: string): void
  /** Counts an attempt to register. */
  takeRegistration(addressPrefix: string): number
}

/**
 * Guessing is slowed for each name and address together, so that nobody can lock another person out from elsewhere; and
 * for each address, so that many names do not make many guesses.
 */
export function createRates(options: { config: Config; clock: Clock }): Rates {
  const { clock } = options
  const { messagesPerSecond, messageBurst, loginAttemptsPerMinute } = options.config.limits
  const { requestsPerSecond, requestBurst } = options.config.limits
  const perName = { perSecond: loginAttemptsPerMinute / 60, burst: loginAttemptsPerMinute }
  const perAddress = {
    perSecond: perName.perSecond * bounds.attemptsPerAddressFactor,
    burst: perName.burst * bounds.attemptsPerAddressFactor,
  }
  const messages = createKeyedBuckets<number>({ perSecond: messagesPerSecond, burst: messageBurst }, clock)
  const perPicture = { perSecond: requestsPerSecond / bounds.uploadCost, burst: requestBurst }
  const uploads = createKeyedBuckets<number>(perPicture, clock)
  const perRename = { perSecond: 1_000 / limits.renameIntervalMs, burst: limits.renameBurst }
  const renames = createKeyedBuckets<number>(perRename, clock)
  const typing = createKeyedBuckets<string>({ perSecond: 1_000 / limits.typingIntervalMs, burst: 1 }, clock)
  const searches = createKeyedBuckets<number>(
    { perSecond: limits.searchesPerSecond, burst: limits.searchBurst },
    clock,
  )
  const names = createKeyedBuckets<string>(perName, clock)
  const addresses = createKeyedBuckets<string>(perAddress, clock)
  const registrations = createKeyedBuckets<string>(perAddress, clock)

  return {
    takeMessage: (accountId) => messages.take(accountId),
    takeRename: (accountId) => renames.take(accountId),
    takeUpload: (accountId) => uploads.take(accountId),
    takeTyping: (accountId, roomId) => typing.take(`${accountId} ${roomId}`),
    takeSearch: (accountId) => searches.take(accountId),
    takeGuess(name, addressPrefix) {
      const pair = pairOf(name, addressPrefix)
      const waitMs = Math.max(names.waitMs(pair), addresses.waitMs(addressPrefix))
      if (waitMs > 0) return waitMs
      names.take(pair)
      return addresses.take(addressPrefix)
    },
    returnGuess(name, addressPrefix) {
      names.giveBack(pairOf(name, addressPrefix))
      addresses.giveBack(addressPrefix)
    },
    takeRegistration: (addressPrefix) => registrations.take(addressPrefix),
  }
}

/** Spellings that find the same account are one name, or case would give an attacker more guesses. */
function pairOf(name: string, addressPrefix: string): string {
  return `${addressPrefix} ${foldName(name)}`
}

interface KeyedBuckets<K> {
  take(key: K): number
  giveBack(key: K): void
  waitMs(key: K): number
}

function createKeyedBuckets<K>(rate: { perSecond: number; burst: number }, clock: Clock): KeyedBuckets<K> {
  const buckets = new Map<K, TokenBucket>()

  function take(key: K): number {
    const nowMs = clock.monotonicMs()
    const bucket = buckets.get(key) ?? new TokenBucket(rate, nowMs)
    // Set anew, so that the map's order is by last use.
    buckets.delete(key)
    buckets.set(key, bucket)
    const waitMs = bucket.take(nowMs)
    forget(nowMs)
    return waitMs
  }

  /** Full buckets say nothing; beyond the bound those unused for longest go whatever they say. */
  function forget(nowMs: number): void {
    for (const [key, bucket] of buckets) {
      if (!bucket.isFull(nowMs) && buckets.size <= bounds.maxRememberedKeys) return
      buckets.delete(key)
    }
  }

  return {
    take,
    giveBack: (key) => buckets.get(key)?.giveBack(clock.monotonicMs()),
    waitMs: (key) => buckets.get(key)?.waitMs(clock.monotonicMs()) ?? 0,
  }
}
