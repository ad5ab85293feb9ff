import { readFileSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import path from 'node:path'
import type { Command } from 'commander'
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

export function productVersion(): string {
  return (JSON.parse(readFileSync(path.join(packageRoot(), 'package.json'), 'utf8')) as { version: string })
    .version
}

/** The folder of package.json, which is found alike from the sources and from the build. */
export function packageRoot(): string {
  const file = findPackageJSON(import.meta.url)
  if (file === undefined) throw new Error(`Expected a package.json above ${import.meta.url}, found none`)
  return path.dirname(file)
}
