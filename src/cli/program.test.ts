import { CommanderError } from 'commander'
import { expect, test, vi } from 'vitest'
import { createProgram } from './program.ts'
import { subcommands } from './subcommands.ts'

const everyCommand = subcommands.flatMap((one) =>
  'load' in one ? [one.name] : [one.name, ...one.subcommands.map((child) => `${one.name} ${child.name}`)],
)

test.each(everyCommand)('the help of %s has examples and the global options', async (name) => {
  const help = await helpOf(name.split(' '))
  expect(help).toContain(`Usage: chat-stack ${name} `)
  expect(help).toContain('Examples:\n  $ ')
  expect(help).toContain('--config <file>')
})

test('every command is listed with its summary', async () => {
  const help = await helpOf([])
  for (const { name, summary } of subcommands)
    expect(help).toMatch(new RegExp(`${name} +${summary.slice(0, 20)}`))
})

async function helpOf(args: readonly string[]): Promise<string> {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  await createProgram()
    .parseAsync([...args, '--help'], { from: 'user' })
    .catch((error: unknown) => {
      if (!(error instanceof CommanderError) || error.exitCode !== 0) throw error
    })
  return write.mock.calls.map(([text]) => String(text)).join('')
}
