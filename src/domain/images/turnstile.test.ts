import { expect, test } from 'vitest'
import { createTurnstile } from './turnstile.ts'

const never = new AbortController().signal

test('lets one through at a time, in the order of their coming', async () => {
  const turnstile = createTurnstile({ maxWaiting: 20 })
  const steps: string[] = []
  const task = (name: string) => async () => {
    steps.push(`${name} in`)
    await Promise.resolve()
    steps.push(`${name} out`)
  }

  await Promise.all(['a', 'b', 'c'].map((name) => turnstile.pass(task(name), never)))

  expect(steps).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out'])
})

test('goes on after a task that failed', async () => {
  const turnstile = createTurnstile({ maxWaiting: 20 })
  const failed = turnstile.pass(() => Promise.reject(new Error('broken')), never)
  const next = turnstile.pass(async () => 'done', never)

  await expect(failed).rejects.toThrow('broken')
  await expect(next).resolves.toBe('done')
})

test('refuses whoever would wait behind too many', async () => {
  const turnstile = createTurnstile({ maxWaiting: 1 })
  const first = Promise.withResolvers<void>()
  const passing = [turnstile.pass(() => first.promise, never), turnstile.pass(async () => {}, never)]

  await expect(turnstile.pass(async () => {}, never)).rejects.toMatchObject({ code: 'unavailable' })
  first.resolve()
  await Promise.all(passing)
})

test('gives the place of one who leaves the queue to the next', async () => {
  const turnstile = createTurnstile({ maxWaiting: 1 })
  const first = Promise.withResolvers<void>()
  const leaving = new AbortController()
  const passing = turnstile.pass(() => first.promise, never)
  const left = turnstile.pass(async () => {}, leaving.signal)

  leaving.abort(new Error('gone'))
  await expect(left).rejects.toThrow('gone')
  const next = turnstile.pass(async () => 'next', never)
  first.resolve()

  await passing
  await expect(next).resolves.toBe('next')
})
