import { Command, CommanderError } from 'commander'
import { turnColorOff } from '../config/color.ts'
import { ExitError, exitCodes } from '../platform/exit-codes.ts'
import { productVersion } from '../platform/package.ts'
import { examples } from './examples.ts'
import { defineLater, defineNow } from './lazy-command.ts'
import { readerLeft } from './output.ts'
import { bold } from './style.ts'
import { type Group, type Subcommand, subcommands } from './subcommands.ts'

/** Runs the command line that `args` spell, without the program's own name. Sets the process's exit code. */
export async function run(args: readonly string[]): Promise<void> {
  process.stdout.on('error', readerLeft)
  if (args.includes('--no-color')) turnColorOff()
  const program = createProgram()
  try {
    await program.parseAsync(helpLast(program, args), { from: 'user' })
  } catch (error) {
    // What knows all errors knows half of the program: it is loaded when there is one.
    const { report } = await import('./report.ts')
    const shown = error instanceof CommanderError ? usageError(error, program, args) : error
    process.exitCode = shown === null ? exitCodes.clean : report(shown)
  }
}

/** All commands by name and summary; their own files are imported when they are called. */
export function createProgram(): Command {
  const program = new Command('chat-stack')
    .description('Self-hosted chat: servers, web client and storage behind one command.')
    .usage('<command> [options]')
    .version(productVersion(), '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command...]', 'show help for a command')
    .option(
      '--config <file>',
      'the config file (default: $CHAT_STACK_CONFIG, or ./chat-stack.json if it is there)',
    )
    .option('--no-color', 'no colours; NO_COLOR in the environment does the same')
    .configureHelp({ showGlobalOptions: true, styleTitle: bold })
    .configureOutput({ outputError: () => {} })
    .exitOverride()
  examples(program, [
    ['chat-stack start', 'start the servers, and print where they are'],
    ['chat-stack user add alice --role owner', 'make an account'],
    ['chat-stack doctor', 'find out what is wrong'],
  ])
  addAll(program, subcommands)
  return program
}

function addAll(parent: Command, entries: readonly (Subcommand | Group)[]): void {
  for (const entry of entries) {
    if ('load' in entry) {
      const command = parent.command(entry.name, { isDefault: entry.isDefault ?? false })
      defineLater(command.description(entry.summary), entry.load)
    } else {
      const group = parent.command(entry.name).description(entry.summary).helpCommand(false)
      addAll(group.usage('<command> [options]'), entry.subcommands)
      examples(group, entry.examples)
    }
  }
  parent.hook('preSubcommand', (_, command) => defineNow(command))
}

/** `help user add` is `user add --help`; commander itself looks one level deep. */
function helpLast(program: Command, args: readonly string[]): readonly string[] {
  if (args[0] !== 'help') return args
  const words = args.slice(1)
  // Without `--help`, so that a command that is not there is an error, and not the help of all.
  return isCommand(program, words) ? [...words, '--help'] : words
}

function isCommand(program: Command, words: readonly string[]): boolean {
  const [word, ...rest] = words
  if (word === undefined) return true
  const command = program.commands.find((candidate) => candidate.name() === word)
  return command !== undefined && isCommand(command, rest)
}

/** Help and the version are no errors, though commander throws them too: `null`. */
function usageError(error: CommanderError, program: Command, args: readonly string[]): ExitError | null {
  if (error.exitCode === 0) return null
  // Its help is on the screen already.
  if (error.code === 'commander.help') return new ExitError(exitCodes.usage, '')
  const [what = '', suggestion] = error.message.replace(/^error: /, '').split('\n')
  const next = suggestion?.replace(/^\(|\)$/g, '') ?? `${nameOf(program, args)} --help shows how it is used.`
  return new ExitError(exitCodes.usage, what, { next })
}

function nameOf(program: Command, args: readonly string[]): string {
  let command = program
  const names = [program.name()]
  for (const arg of args) {
    const next = command.commands.find((candidate) => candidate.name() === arg)
    if (next === undefined) continue
    command = next
    names.push(arg)
  }
  return names.join(' ')
}
