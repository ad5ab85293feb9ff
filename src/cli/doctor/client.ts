import { existsSync } from 'node:fs'
import path from 'node:path'
import { packageRoot } from '../../platform/package.ts'
import { type Finding, ok, problem } from './finding.ts'

/** The page that browsers load is made by the build, and comes inside the package. */
export function checkClient(root = packageRoot()): Finding[] {
  const page = path.join(root, 'dist', 'web', 'index.html')
  if (existsSync(page)) return [ok('client', path.dirname(page))]
  return [
    problem(
      'client',
      `The built web client is not at ${path.dirname(page)}`,
      'In a clone: npm run build. Else install the package again.',
    ),
  ]
}
