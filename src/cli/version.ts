import type { Command } from 'commander'
import { productVersion } from '../platform/package.ts'
import { examples } from './examples.ts'
import { printFacts, printJson } from './output.ts'

export function define(command: Command): void {
  command.option('--json', 'as JSON').action(({ json = false }: { json?: boolean }) => {
    const platform = `${process.platform} ${process.arch}`
    const versions = { 'chat-stack': productVersion(), node: process.versions.node, platform }
    if (json) printJson(versions)
    else printFacts(versions)
  })
  examples(command, [['chat-stack version --json', 'for a bug report, or a script']])
}
