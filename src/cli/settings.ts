import type { Command } from 'commander'
import type { Settings } from '../config/load.ts'

/** The settings that a command runs with; its `--config` may stand before or after the command's name. */
export async function settingsOf(command: Command): Promise<Settings> {
  const { loadSettings } = await import('../config/load.ts')
  const { config } = command.optsWithGlobals<{ config?: string }>()
  return loadSettings({ path: config })
}
