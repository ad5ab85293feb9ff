import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { ChildSetup } from '../../../src/supervisor/child-spec.ts'
import type { Plan } from '../../../src/supervisor/plan.ts'
import { fixtureSpec, quickPolicy } from '../../helpers/fixture-spec.ts'
import { isRunning, supervise, until } from '../../helpers/supervised.ts'

/** Longer than any test: what a stop does not end, nothing ends; and what a busy machine delays is not replaced. */
const never = 600_000
const policy = { readyTimeoutMs: never, heartbeatTimeoutMs: never }

/** What a reload is to bring, and whether it came to an end. */
function plannedSetup(fixture: string) {
  const ends: string[] = []
  const plan = (setup: ChildSetup): Plan => ({
    changes: [],
    setups: [setup],
    commit: () => void ends.push('commit'),
    abandon: () => void ends.push('abandon'),
  })
  const next = (listener: ChildSetup['listener']): ChildSetup => ({
    spec: { ...fixtureSpec(fixture), name: 'answers-with-its-pid' },
    policy: { ...quickPolicy, ...policy },
    listener,
  })
  return { ends, plan, next }
}

/** Processes that this one has started. */
function children(): number[] {
  const pids = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').trim()
  return pids === '' ? [] : pids.split(' ').map(Number)
}

test('a stop while the next generation starts ends both, and what was opened for it is closed', async () => {
  const { ends, plan, next } = plannedSetup('is-never-ready')
  const stack = await supervise('answers-with-its-pid', {
    policy,
    plan: async () => plan(next(stack.listener)),
  })
  await stack.ready
  const before = children().length
  stack.supervisor.reload()
  await until(() => stack.child().state === 'reloading' && children().length > before)
  const pids = children()

  stack.supervisor.stop()

  expect(await stack.supervisor.finished).toEqual({ exitCode: 0, message: null })
  expect(await stack.logged('reload_failed')).toMatchObject({ child: 'answers-with-its-pid' })
  expect(ends).toEqual(['abandon'])
  expect(stack.child()).toMatchObject({ state: 'stopped', pid: null })
  expect(pids.filter(isRunning)).toEqual([])
  await expect(fetch(stack.url)).rejects.toThrow('fetch failed')
})

test('a stop while the settings are read starts nothing more', async () => {
  const { ends, plan, next } = plannedSetup('answers-with-its-pid')
  const read = Promise.withResolvers<void>()
  const asked = Promise.withResolvers<void>()
  const stack = await supervise('answers-with-its-pid', {
    policy,
    plan: async () => {
      asked.resolve()
      await read.promise
      return plan(next(stack.listener))
    },
  })
  await stack.ready
  stack.supervisor.reload()
  await asked.promise
  const pids = children()

  stack.supervisor.stop()
  read.resolve()

  expect(await stack.logged('reload_failed')).toMatchObject({ reason: 'The stack is stopping.' })
  expect(await stack.supervisor.finished).toEqual({ exitCode: 0, message: null })
  expect(ends).toEqual(['abandon'])
  expect(stack.child()).toMatchObject({ state: 'stopped', generation: 1 })
  expect([...pids, ...children()].filter(isRunning)).toEqual([])
})

test('a stop while the old generation drains waits for it, as long as it may take', async () => {
  const { ends, plan, next } = plannedSetup('answers-with-its-pid')
  const stack = await supervise('answers-with-its-pid', {
    policy,
    plan: async () => plan(next(stack.listener)),
  })
  await stack.ready
  const slow = fetch(`${stack.url}/slow`, { headers: { connection: 'close' } })
  const pid = stack.child().pid ?? 0
  stack.supervisor.reload()
  await stack.logged('reloaded')

  stack.supervisor.stop()

  expect(await stack.supervisor.finished).toEqual({ exitCode: 0, message: null })
  expect(ends).toEqual(['commit'])
  expect(await (await slow).text()).toBe(String(pid))
  expect(stack.child()).toMatchObject({ state: 'stopped', generation: 2 })
  expect(children().filter(isRunning)).toEqual([])
})
