import { isIPv6 } from 'node:net'
import type { RequestHandler } from 'express'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { DomainError } from '../../domain/errors.ts'

/** Requests of everybody together, as a multiple of one address: so many addresses are remembered at most. */
const addressesAtOnce = 100

/** Refuses with `rate_limited` what one address asks for more than `perMinute` times in a minute. */
export function rateLimit({ perMinute }: { perMinute: number }): RequestHandler {
  const everybody = new RateLimiterMemory({ points: perMinute * addressesAtOnce, duration: 60 })
  const each = new RateLimiterMemory({ points: perMinute, duration: 60 })

  return async (request, _response, next) => {
    const address = addressPrefix(request.ip ?? 'unknown')
    // Whoever has no share left takes nothing from the others'.
    const taken = await each.get(address)
    if (taken?.remainingPoints === 0) throw tooMany(taken)
    try {
      await everybody.consume('everybody')
      await each.consume(address)
    } catch (error) {
      throw error instanceof RateLimiterRes ? tooMany(error) : error
    }
    next()
  }
}

function tooMany({ msBeforeNext }: RateLimiterRes): DomainError {
  return new DomainError('rate_limited', { retryAfterMs: Math.max(1, msBeforeNext) })
}

/** Whoever has one IPv6 address has the other 2^64 of its network. */
export function addressPrefix(address: string): string {
  if (!isIPv6(address)) return address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  const [head = '', tail = ''] = address.replace(/%.*$/, '').split('::')
  const [before, after] = [groupsOf(head), groupsOf(tail)]
  const zeros = Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0')
  return [...before, ...zeros, ...after].slice(0, 4).join(':')
}

function groupsOf(part: string): string[] {
  return part === '' ? [] : part.split(':')
}
