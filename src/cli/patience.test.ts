import { expect, test } from 'vitest'
import { createManualClock } from '../../test/helpers/manual-clock.ts'
import { patiently } from './patience.ts'

test('what takes long is named after three seconds, and every ten from then on, until it is there', async () => {
  const clock = createManualClock()
  const said: string[] = []
  const { promise, resolve } = Promise.withResolvers<string>()
  const waited = patiently('the kettle boils', promise, { clock, say: (line) => said.push(line) })

  clock.advance(2_999)
  expect(said).toEqual([])
  clock.advance(10_001)
  resolve('tea')

  expect(await waited).toBe('tea')
  expect(said).toEqual([
    'Still waiting, for 3 s now: the kettle boils…',
    'Still waiting, for 13 s now: the kettle boils…',
  ])
  expect(clock.pending()).toBe(0)
})

test('what fails fails at once, and is not waited for any longer', async () => {
  const clock = createManualClock()

  await expect(patiently('tea', Promise.reject(new Error('no')), { clock, say: () => {} })).rejects.toThrow(
    'no',
  )
  expect(clock.pending()).toBe(0)
})
