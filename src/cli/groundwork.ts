import { type ChildProcess, fork } from 'node:child_process'
import { inheritedEnvironment } from '../config/inherited.ts'
import type { Config } from '../config/schema.ts'
import { compiledEnvironment } from '../platform/compiled.ts'
import { type ExitCode, ExitError, exitCodes } from '../platform/exit-codes.ts'
import { codeFile } from '../platform/package.ts'
import type { GroundworkMessage } from './groundwork-process.ts'

/**
 * What a start needs once: the settings are read and the database is made ready in a process of its own, which then
 * ends. The libraries for it would otherwise stay in the supervisor's memory (decision 044).
 */
export interface Groundwork {
  /** Rejects with an ExitError that says what is wrong. */
  readonly config: Promise<Config>
  /** Resolves to the owner's secret, `null` where there is an owner. Rejects as `config`. */
  prepare(): Promise<string | null>
  /** Idempotent. */
  end(): void
}

/** `configPath` is what `--config` says. Begins at once. */
export function startGroundwork(configPath: string | undefined): Groundwork {
  const worker = fork(codeFile('cli/groundwork-process'), configPath === undefined ? [] : [configPath], {
    env: inheritedEnvironment(compiledEnvironment()),
  })
  const config = answerOf(worker, 'config').then((message) => message.config)
  // Whoever started it may have something else to do first, and finds the rejection later.
  config.catch(() => {})

  async function prepare(): Promise<string | null> {
    const answer = answerOf(worker, 'prepared')
    worker.send('prepare', () => {})
    return (await answer).ownerSecret
  }

  return { config, prepare, end: () => void (worker.connected && worker.disconnect()) }
}

/** The settings alone, for a reload. */
export async function readSettingsApart(configPath: string | undefined): Promise<Config> {
  const groundwork = startGroundwork(configPath)
  try {
    return await groundwork.config
  } finally {
    groundwork.end()
  }
}

type Answer<Type> = Extract<GroundworkMessage, { type: Type }>

function answerOf<Type extends 'config' | 'prepared'>(
  worker: ChildProcess,
  type: Type,
): Promise<Answer<Type>> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message: GroundworkMessage) => {
      if (message.type === type) resolve(message as Answer<Type>)
      if (message.type === 'failed')
        reject(new ExitError(message.exitCode as ExitCode, message.what, { next: message.next }))
    })
    worker.once('error', reject)
    worker.once('exit', (exitCode, signal) =>
      reject(
        new ExitError(exitCodes.error, `The start was interrupted: ${signal ?? `exit code ${exitCode}`}.`),
      ),
    )
  })
}
