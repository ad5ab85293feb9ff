import type { Command } from 'commander'
import { configFilePath } from '../config/config-file.ts'
import { systemClock } from '../platform/clock.ts'
import { keepNurserySmall } from '../platform/small-heap.ts'
import { examples } from './examples.ts'
import { readSettingsApart, startGroundwork } from './groundwork.ts'
import { say } from './output.ts'
import { patiently } from './patience.ts'

export function define(command: Command): void {
  command.option('--detach', 'return as soon as it runs').action(start)
  examples(command, [
    ['chat-stack start', 'with the settings of ./chat-stack.json, or the defaults'],
    ['chat-stack start --detach', 'in the background; exit code and reason where it does not start'],
    ['chat-stack --config /etc/chat.json start', 'with those of another file'],
    ['CHAT_STACK_HTTP__PORT=8080 chat-stack start', 'with one setting replaced'],
  ])
}

async function start({ detach = false }: { detach?: boolean }, command: Command): Promise<void> {
  if (detach) {
    const { startDetached } = await import('./detach.ts')
    process.exitCode = await startDetached(command)
    return
  }
  keepNurserySmall()
  const { config: configPath } = command.optsWithGlobals<{ config?: string }>()
  const groundwork = startGroundwork(configPath)
  try {
    // Both take their time; the groundwork has a core of its own.
    const { runStack } = await import('./stack.ts')
    process.exitCode = await runStack({
      config: await patiently('the settings are read', groundwork.config, { clock: systemClock, say }),
      readConfig: () => readSettingsApart(configPath),
      configFile: configFilePath(configPath),
      prepare: async () => {
        const ownerSecret = await groundwork.prepare()
        groundwork.end()
        return ownerSecret
      },
    })
  } finally {
    groundwork.end()
  }
}
