import { readFileSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import path from 'node:path'

/** The folder of package.json, which is found alike from the sources and from the build. */
export function packageRoot(): string {
  const file = findPackageJSON(import.meta.url)
  if (file === undefined) throw new Error(`Expected a package.json above ${import.meta.url}, found none`)
  return path.dirname(file)
}

/** Our code has this ending where it runs from its sources, and `.js` where it was built. */
const extension = path.extname(import.meta.filename)

/** The folder of all our code, in the sources or in the build, whichever runs: in a build no file is where it was written. */
export function codeFolder(): string {
  return path.join(packageRoot(), ...(isBuilt() ? ['dist', 'src'] : ['src']))
}

/** A program or a thread of ours, to be started: `servers/http/main`. */
export function codeFile(name: string): string {
  return path.join(codeFolder(), `${name}${extension}`)
}

export function isBuilt(): boolean {
  return extension === '.js'
}

export function productVersion(): string {
  return (JSON.parse(readFileSync(path.join(packageRoot(), 'package.json'), 'utf8')) as { version: string })
    .version
}
