import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Command } from 'commander'
import { ExitError, exitCodes } from '../../platform/exit-codes.ts'
import { packageRoot } from '../../platform/package.ts'
import { examples } from '../examples.ts'
import { print, say } from '../output.ts'

export function define(command: Command): void {
  command.argument('[file]', 'where to write it', 'chat-stack.json').action(init)
  examples(command, [
    ['chat-stack config init', 'writes ./chat-stack.json, which start then finds by itself'],
    ['chat-stack config init /etc/chat-stack.json', 'elsewhere; name it with --config'],
  ])
}

async function init(name: string): Promise<void> {
  const { exampleConfig } = await import('../../config/example.ts')
  const file = path.resolve(name)
  const schema = path.relative(path.dirname(file), path.join(packageRoot(), 'config.schema.json'))
  try {
    // Settings may come to hold secrets: the owner alone reads them.
    writeFileSync(file, exampleConfig({ schema, commented: true }), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    throw refusal(file, error as NodeJS.ErrnoException)
  }
  print(`${file} is written: every option, commented out at its default.`)
  say(`Take the // from what you change, then: chat-stack config check --config ${name}`)
}

function refusal(file: string, error: NodeJS.ErrnoException): Error {
  if (error.code === 'EEXIST') {
    return new ExitError(exitCodes.error, `Expected no file at ${file} yet, found one; it stays as it is.`, {
      next: 'Name another file: chat-stack config init FILE',
      cause: error,
    })
  }
  if (error.code !== 'ENOENT') return error
  return new ExitError(exitCodes.error, `Expected a folder at ${path.dirname(file)}, found none.`, {
    cause: error,
  })
}
