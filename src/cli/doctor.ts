import type { Command } from 'commander'
import { ConfigError } from '../config/mistake.ts'
import { exitCodes } from '../platform/exit-codes.ts'
import { checkClient } from './doctor/client.ts'
import { checkClock } from './doctor/clock.ts'
import { checkDatabaseFile } from './doctor/database.ts'
import { checkDisk } from './doctor/disk.ts'
import { checkExposure } from './doctor/exposure.ts'
import { type Finding, ok, problem } from './doctor/finding.ts'
import { checkFolders } from './doctor/folders.ts'
import { checkPorts } from './doctor/ports.ts'
import { checkRuntime } from './doctor/runtime.ts'
import { examples } from './examples.ts'
import { print, printJson, visible } from './output.ts'
import { settingsOf } from './settings.ts'
import { mark } from './style.ts'

export function define(command: Command): void {
  command.option('--json', 'as JSON').action(doctor)
  examples(command, [
    ['chat-stack doctor', 'before the first start, and whenever something is odd'],
    ['chat-stack doctor --json', 'for monitoring; ends with 1 where there is a problem'],
  ])
}

async function doctor({ json = false }: { json?: boolean }, command: Command): Promise<void> {
  const findings = [...checkRuntime(), ...checkClient(), ...(await checkInstallation(command))]
  if (json) printJson(findings)
  else for (const finding of findings) show(finding)
  if (findings.some(({ state }) => state === 'problem')) process.exitCode = exitCodes.error
}

async function checkInstallation(command: Command): Promise<Finding[]> {
  try {
    const { config, file } = await settingsOf(command)
    return [
      ok('config', file ?? 'no file, the defaults stand'),
      ...checkExposure(config),
      ...(await checkPorts(config)),
      ...checkFolders(config),
      ...checkDisk(config),
      ...checkDatabaseFile(config),
      ...checkClock(config),
    ]
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.mistakes.map(({ place, text }) =>
      problem(
        'config',
        `${place}: ${text}`,
        'Mend it, and run this again: the other checks need the settings.',
      ),
    )
  }
}

const signs = {
  ok: mark('green', 'ok     '),
  warning: mark('yellow', 'warning'),
  problem: mark('red', 'problem'),
}

function show(finding: Finding): void {
  print(`${signs[finding.state]}  ${finding.check.padEnd(9)}  ${visible(finding.fact)}`)
  if (finding.state !== 'ok') print(mark('dim', `${' '.repeat(20)}${finding.mend}`))
}
