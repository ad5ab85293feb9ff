/** Makes docs/asyncapi.json from the schemas. With `--check` it only says whether the file is up to date (exit 1: it is not). */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { asyncApiDocument } from './asyncapi.ts'

const target = new URL('../docs/asyncapi.json', import.meta.url)
const text = `${JSON.stringify(asyncApiDocument(), null, 2)}\n`

if (!process.argv.includes('--check')) {
  writeFileSync(target, text)
} else if (!existsSync(target) || readFileSync(target, 'utf8') !== text) {
  console.error('docs/asyncapi.json is out of date: run "node scripts/generate-asyncapi.ts".')
  process.exitCode = 1
}
