import path from 'node:path'
import { childConfigEnvironment } from '../config/child.ts'
import type { Config } from '../config/schema.ts'
import type { ChildSpec } from '../supervisor/child-spec.ts'

/** `src` or `dist/src`: whichever this file belongs to. */
const sources = path.dirname(import.meta.dirname)
const extension = path.extname(import.meta.filename)

const nodeOptions = [
  // A crash says where in the sources it was.
  '--enable-source-maps',
  // V8 lets its nursery grow to 64 MB, which is more than thousands of idle connections need (bench/idle.ts).
  '--max-semi-space-size=2',
]

/** The programs that make the stack, as data for the supervisor. `config` has the ports that are bound. */
export function serverSpec(name: 'http' | 'ws', config: Config): ChildSpec {
  return {
    name,
    kind: 'server',
    file: process.execPath,
    args: [...nodeOptions, path.join(sources, 'servers', name, `main${extension}`)],
    environment: childConfigEnvironment(config),
    restart: 'always',
    watch: [`servers/${name}`, 'servers/child', 'domain', 'config', 'protocol', 'platform'].map((folder) =>
      path.join(sources, folder),
    ),
  }
}
