import type { Command } from 'commander'

export type Example = readonly [typed: string, does: string]

/** Puts examples below a command's help: what to type, and what it does. */
export function examples(command: Command, lines: readonly Example[]): Command {
  const width = Math.max(...lines.map(([typed]) => typed.length))
  const text = lines.map(([typed, does]) => `  $ ${typed.padEnd(width)}   ${does}`)
  return command.addHelpText('after', ['', 'Examples:', ...text].join('\n'))
}
