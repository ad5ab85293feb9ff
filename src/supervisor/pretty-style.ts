import { Chalk, type ChalkInstance } from 'chalk'
import type { PrettyStyle } from './log-line.ts'

const colours = ['cyan', 'magenta', 'green', 'blue', 'yellow'] as const

/** Every child has its colour, by its place among the names. */
export function createPrettyStyle(options: {
  readonly names: readonly string[]
  readonly colour: boolean
}): PrettyStyle {
  const { names, colour } = options
  const chalk: ChalkInstance = new Chalk({ level: colour ? 1 : 0 })
  return {
    chalk,
    nameWidth: Math.max(...names.map((name) => name.length), 'supervisor'.length),
    colourOf: (name) => {
      const index = names.indexOf(name)
      return index === -1 ? chalk.dim : chalk[colours[index % colours.length] ?? 'cyan']
    },
  }
}
