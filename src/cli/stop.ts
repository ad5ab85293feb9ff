import { setTimeout as wait } from 'node:timers/promises'
import type { Command } from 'commander'
import { ExitError, exitCodes } from '../platform/exit-codes.ts'
import { examples } from './examples.ts'
import { say } from './output.ts'
import { settingsOf } from './settings.ts'

const pollIntervalMs = 50

/** For the supervisor's own end, after its children's deadlines. */
const slackMs = 2_000

export function define(command: Command): void {
  command.action(stop)
  examples(command, [['chat-stack stop', 'let everybody finish, then end; returns when it has ended']])
}

async function stop(_options: object, command: Command): Promise<void> {
  const { config } = await settingsOf(command)
  const { createControlClient } = await import('../supervisor/control-client.ts')
  const { isLocked, readPid } = await import('../supervisor/lock.ts')
  const { runDirectory } = await import('../supervisor/run-directory.ts')
  const directory = runDirectory(config.database.path)
  if (!isLocked(directory))
    throw new ExitError(exitCodes.notRunning, `chat-stack does not run with ${config.database.path}.`)

  const pid = readPid(directory.pidFile)
  const control = createControlClient(directory.controlSocket)
  const { drainTimeoutMs, killTimeoutMs, children } = config.supervisor
  const deadlineMs = performance.now() + (2 + children.length) * (drainTimeoutMs + killTimeoutMs) + slackMs
  let isTold = false
  while (isLocked(directory)) {
    // One that is just starting holds the lock before it listens.
    isTold ||= await control.stop()
    if (performance.now() > deadlineMs)
      throw new ExitError(exitCodes.error, 'chat-stack does not stop in time.', { next: killAdvice(pid) })
    await wait(pollIntervalMs)
  }
  say('Stopped.')
}

function killAdvice(pid: number | null): string {
  return pid === null
    ? 'chat-stack status shows why.'
    : `chat-stack status shows why; "kill -9 ${pid}" ends it.`
}
