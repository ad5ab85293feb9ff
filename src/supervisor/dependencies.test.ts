import { expect, test } from 'vitest'
import type { ChildSpec } from './child-spec.ts'
import { stopInOrder } from './dependencies.ts'

test('children stop side by side, and what others depend on stops after them', async () => {
  const log: string[] = []
  const child = (name: string, dependsOn: readonly string[] = []) => ({
    spec: { name, dependsOn } as unknown as ChildSpec,
    stop: async () => {
      log.push(`${name} begins`)
      await new Promise((resolve) => setImmediate(resolve))
      log.push(`${name} ends`)
    },
  })

  await stopInOrder([child('ws'), child('http'), child('bridge', ['ws'])])

  expect(log.slice(0, 2).toSorted()).toEqual(['bridge begins', 'http begins'])
  expect(log.indexOf('ws begins')).toBeGreaterThan(log.indexOf('bridge ends'))
  expect(log.at(-1)).toBe('ws ends')
})
