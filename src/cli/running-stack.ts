import type { Command } from 'commander'
import type { Config } from '../config/schema.ts'
import { ExitError, exitCodes } from '../platform/exit-codes.ts'
import { type ControlClient, createControlClient } from '../supervisor/control-client.ts'
import { runDirectory } from '../supervisor/run-directory.ts'
import { settingsOf } from './settings.ts'

/** The stack that a command's settings name, running or not. */
export async function stackOf(command: Command): Promise<{ config: Config; control: ControlClient }> {
  const { config } = await settingsOf(command)
  return { config, control: createControlClient(runDirectory(config.database.path).controlSocket) }
}

export function notRunning({ database }: Config): ExitError {
  return new ExitError(exitCodes.notRunning, `chat-stack does not run with ${database.path}.`, {
    next: 'chat-stack start starts it.',
  })
}

/** Until when a supervisor has replaced so many children, each with all its deadlines, or has given up. */
export function operationDeadlineMs({ supervisor }: Config): number {
  const { readyTimeoutMs, drainTimeoutMs, killTimeoutMs, children } = supervisor
  // Once there, and once back where it has to be undone.
  return 2 * (2 + children.length) * (readyTimeoutMs + drainTimeoutMs + killTimeoutMs)
}
