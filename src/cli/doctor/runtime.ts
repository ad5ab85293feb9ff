import { readFileSync } from 'node:fs'
import path from 'node:path'
import { packageRoot } from '../../platform/package.ts'
import { type Finding, ok, problem } from './finding.ts'

/** The door of the command refuses an older Node.js already, unless somebody went around it. */
export function checkRuntime(found = process.versions.node): Finding[] {
  const manifest = readFileSync(path.join(packageRoot(), 'package.json'), 'utf8')
  const { engines } = JSON.parse(manifest) as { engines: { node: string } }
  const wanted = engines.node.replace('>=', '')
  if (isAtLeast(found, wanted)) return [ok('node', `Node.js ${found}`)]
  return [problem('node', `Node.js ${found} is too old`, `Install Node.js ${wanted} or newer.`)]
}

function isAtLeast(found: string, wanted: string): boolean {
  return found.localeCompare(wanted, 'en', { numeric: true }) >= 0
}
