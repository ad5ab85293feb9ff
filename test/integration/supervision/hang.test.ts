import { expect, test } from 'vitest'
import { supervise, until } from '../../helpers/supervised.ts'

test('the stack of what blocks a loop is told before the child is killed', async () => {
  const { logged, child, ready } = await supervise('blocks-its-loop')
  await ready
  const { pid } = child()

  const blocked = await logged('loop_blocked')

  expect(blocked).toMatchObject({ level: 'error', name: 'blocks-its-loop' })
  expect(blocked.stack).toMatch(/^ {4}at countGrainsOfSand \(file:.*blocks-its-loop\.ts:\d+:\d+\)/)
  expect(await logged('heartbeat_timeout')).toMatchObject({ pid, generation: 1 })
  await until(() => child().generation > 1)
})
