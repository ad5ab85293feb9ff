import { expect, test } from 'vitest'
import { supervise, until } from '../../helpers/supervised.ts'

test('a child that takes more memory than it may is replaced, and is no crash', async () => {
  const { ready, logged, events, child } = await supervise('leaks-memory', {
    policy: { memoryLimitBytes: 150 * 2 ** 20 },
  })
  await ready

  const { generation } = await logged('memory_limit')
  await logged('child_reloading')
  await until(() => child().state === 'running' && child().generation >= 2)

  expect(generation).toBe(1)
  expect(events()).not.toContain('child_backoff')
})

test('without a limit it may', async () => {
  const { ready, child, events } = await supervise('leaks-memory')
  await ready

  await until(() => (child().heartbeat?.rssBytes ?? 0) > 250 * 2 ** 20)

  expect(events()).not.toContain('memory_limit')
  expect(child().generation).toBe(1)
})
