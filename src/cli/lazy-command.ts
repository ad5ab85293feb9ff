import type { Command } from 'commander'

/** A command's own file: it adds its arguments, options, examples and action. */
export interface CommandModule {
  define(command: Command): void
}

export type LoadCommand = () => Promise<CommandModule>

const waiting = new WeakMap<Command, LoadCommand>()

/** The command is known by name and summary; its file is imported when `defineNow` is called for it. */
export function defineLater(command: Command, load: LoadCommand): void {
  waiting.set(command, load)
}

/** Idempotent. */
export async function defineNow(command: Command): Promise<void> {
  const load = waiting.get(command)
  waiting.delete(command)
  if (load !== undefined) (await load()).define(command)
}
