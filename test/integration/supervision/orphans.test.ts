import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createLogReader, isRunning, processState, until } from '../../helpers/supervised.ts'

const program = path.join(import.meta.dirname, '../../fixtures/supervisor.ts')

/** A supervisor in a process of its own, with one child that is ready. */
async function startSupervisorProcess(fixture: string) {
  const folder = await mkdtemp(path.join(tmpdir(), 'chat-stack-orphans-'))
  const supervisor = spawn(process.execPath, [program, folder, fixture], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const log = createLogReader()
  supervisor.stdout.pipe(log.out)
  onTestFinished(async () => {
    supervisor.kill('SIGKILL')
    await rm(folder, { recursive: true, force: true })
  })
  const { pid, address } = (await log.logged('child_running')) as { pid: number; address: string }
  onTestFinished(() => {
    if (isRunning(pid)) process.kill(pid, 'SIGKILL')
  })
  return { supervisor, pid, url: `http://${address}`, log }
}

test('a child whose supervisor is killed finishes and leaves', async () => {
  const { supervisor, pid, url } = await startSupervisorProcess('answers-with-its-pid')
  const slow = fetch(`${url}/slow`, { headers: { connection: 'close' } })
  await fetch(url, { headers: { connection: 'close' } })

  supervisor.kill('SIGKILL')

  expect(await (await slow).text()).toBe(String(pid))
  await until(() => !isRunning(pid), 4_000)
})

test('a child that hangs does not survive its supervisor either', async () => {
  const { supervisor, pid, url } = await startSupervisorProcess('answers-with-its-pid')
  const hung = fetch(`${url}/block`).then(
    () => 'answered',
    () => 'cut',
  )
  await until(() => processState(pid) === 'R')

  supervisor.kill('SIGKILL')

  await until(() => !isRunning(pid), 5_000)
  expect(await hung).toBe('cut')
})

test('a supervisor that was stopped and continued does not blame its children for its own silence', async () => {
  const { supervisor, pid, log } = await startSupervisorProcess('answers-with-its-pid')

  supervisor.kill('SIGSTOP')
  await new Promise((resolve) => setTimeout(resolve, 4_500))
  supervisor.kill('SIGCONT')
  supervisor.kill('SIGTERM')

  expect(await once(supervisor, 'exit')).toEqual([0, null])
  expect(log.events()).not.toContain('heartbeat_timeout')
  expect(isRunning(pid)).toBe(false)
})

test('SIGTERM stops, and a second one kills', async () => {
  const { supervisor, pid, log } = await startSupervisorProcess('ignores-sigterm')
  supervisor.kill('SIGTERM')
  await log.logged('stopping')
  supervisor.kill('SIGTERM')

  expect(await once(supervisor, 'exit')).toEqual([0, null])
  expect(log.events()).not.toContain('drain_timeout')
  expect(isRunning(pid)).toBe(false)
})

test('SIGHUP without a terminal replaces the children', async () => {
  const { supervisor, pid, log } = await startSupervisorProcess('answers-with-its-pid')

  supervisor.kill('SIGHUP')

  expect(await log.logged('child_reloading')).toMatchObject({ generation: 1, pid })
  await until(() => !isRunning(pid))
})
