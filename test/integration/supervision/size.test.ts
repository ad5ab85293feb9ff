import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { program } from '../../helpers/program.ts'
import { startStack } from '../../helpers/stack.ts'

const dist = path.resolve(program, '../../dist')
const chunks = path.join(dist, 'src/chunks')

/** At rest it is about 64 MB, of which an empty Node.js is 43; the schema library alone would be 15 more. */
const maxMegabytes = 76

/** What only its children, a command or a first moment need. */
const foreign =
  /node_modules\/(zod|express|pino|chokidar|jsonc-parser|ws|busboy|helmet)\/|src\/(domain|servers|config\/schema)/

/** A built file and all that it imports when it is loaded. */
function loadedWith(file: string, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(file)) return found
  found.add(file)
  const imports = readFileSync(file, 'utf8').matchAll(/^import (?:[^"'\n]*from )?"(\.[^"]+)"/gm)
  for (const [, imported = ''] of imports) loadedWith(path.resolve(path.dirname(file), imported), found)
  return found
}

function sourcesOf(file: string): readonly string[] {
  return (JSON.parse(readFileSync(`${file}.map`, 'utf8')) as { sources: string[] }).sources
}

function chunk(name: string): string {
  const hashed = new RegExp(String.raw`^${name}-[\w-]{8}\.js$`)
  const file = readdirSync(chunks).find((entry) => hashed.test(entry))
  if (file === undefined) throw new Error(`Expected a chunk ${name}`)
  return path.join(chunks, file)
}

test('the supervisor loads nothing that only its children need', () => {
  const entries = [path.join(dist, 'bin/chat-stack.js'), chunk('start'), chunk('stack')]

  const files = new Set(entries.flatMap((entry) => Array.from(loadedWith(entry))))
  const withMaps = [...files].filter((file) => readFileSync(file, 'utf8').includes('sourceMappingURL'))
  const sources = withMaps.flatMap(sourcesOf)

  expect(sources.some((source) => source.includes('src/supervisor/supervisor.ts'))).toBe(true)
  expect(sources.filter((source) => foreign.test(source))).toEqual([])
})

test('the supervisor stays small', async () => {
  const stack = await startStack()
  onTestFinished(stack.stop)

  const { rssBytes } = await stack.status()

  expect(rssBytes / 2 ** 20).toBeLessThan(maxMegabytes)
})
