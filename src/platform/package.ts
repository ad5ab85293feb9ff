import { readFileSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import path from 'node:path'

/** The folder of package.json, which is found alike from the sources and from the build. */
export function packageRoot(): string {
  const file = findPackageJSON(import.meta.url)
  if (file === undefined) throw new Error(`Expected a package.json above ${import.meta.url}, found none`)
  return path.dirname(file)
}

export function productVersion(): string {
  return (JSON.parse(readFileSync(path.join(packageRoot(), 'package.json'), 'utf8')) as { version: string })
    .version
}
