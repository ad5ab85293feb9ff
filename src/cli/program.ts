import { Command } from 'commander'
import { productVersion } from './version.ts'

interface Subcommand {
  readonly summary: string
  /** The module is imported only when its subcommand is called or asked for help. */
  readonly load: () => Promise<{ define(command: Command): void }>
}

const subcommands: Readonly<Record<string, Subcommand>> = {
  version: { summary: 'show the versions of everything this runs on', load: () => import('./version.ts') },
}

const examples = `
Examples:
  $ chat-stack version            what is installed here
  $ chat-stack help version       the options of one command`

/** Runs the command line that `args` spell, without the program's own name. */
export async function run(args: readonly string[]): Promise<void> {
  const program = await createProgram(args)
  await program.parseAsync(args, { from: 'user' })
}

async function createProgram(args: readonly string[]): Promise<Command> {
  const program = new Command('chat-stack')
    .description('Self-hosted chat: servers, web client and storage behind one command.')
    .version(productVersion(), '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show help')
    .showHelpAfterError('(chat-stack --help shows what there is)')
    .addHelpText('after', examples)
  const named = operands(args)
  for (const [name, { summary, load }] of Object.entries(subcommands)) {
    const command = program.command(name).description(summary)
    if (named.includes(name)) (await load()).define(command)
  }
  return program
}

/** The subcommand is the first operand, or the second after `help`. */
function operands(args: readonly string[]): readonly string[] {
  const [first, second] = args.filter((arg) => !arg.startsWith('-'))
  return [first === 'help' ? second : first].filter((name) => name !== undefined)
}
