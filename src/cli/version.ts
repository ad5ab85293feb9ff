import { readFileSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import type { Command } from 'commander'

export function define(command: Command): void {
  command.option('--json', 'as JSON').action((options: { json?: true }) => {
    const versions = { 'chat-stack': productVersion(), node: process.versions.node, platform: platform() }
    process.stdout.write(options.json ? `${JSON.stringify(versions)}\n` : table(versions))
  })
}

/** The version in package.json, which is found alike from the sources and from the build. */
export function productVersion(): string {
  const file = findPackageJSON(import.meta.url)
  if (file === undefined) throw new Error(`Expected a package.json above ${import.meta.url}, found none`)
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}

function platform(): string {
  return `${process.platform} ${process.arch}`
}

function table(versions: Readonly<Record<string, string>>): string {
  const width = Math.max(...Object.keys(versions).map((name) => name.length))
  return Object.entries(versions)
    .map(([name, version]) => `${name.padEnd(width)}  ${version}\n`)
    .join('')
}
