import path from 'node:path'
import { childConfigEnvironment } from '../config/child.ts'
import type { Config } from '../config/schema.ts'
import { inStartOrder } from '../config/start-order.ts'
import { compiledEnvironment } from '../platform/compiled.ts'
import { codeFile, codeFolder, isBuilt } from '../platform/package.ts'
import type { ChildSpec } from '../supervisor/child-spec.ts'

/** What both servers are made of. */
const shared = isBuilt() ? ['chunks'] : ['config', 'protocol', 'platform']

/** A program that is not there, or does not understand its arguments, has ended by then: what still runs is ready. */
const provenMs = 100

const nodeOptions = [
  // V8 lets its nursery grow to 64 MB, which is more than thousands of idle connections need (bench/idle.ts).
  '--max-semi-space-size=2',
]

/** The programs that make the stack, as data for the supervisor. `config` has the ports that are bound. */
export function serverSpec(name: 'http' | 'ws', config: Config): ChildSpec {
  return {
    name,
    kind: 'server',
    file: process.execPath,
    args: [...nodeOptions, codeFile(`servers/${name}/main`)],
    environment: { ...childConfigEnvironment(config), ...compiledEnvironment() },
    restart: 'always',
    watch: [`servers/${name}`, 'servers/child', 'domain', ...shared].map((folder) =>
      path.join(codeFolder(), folder),
    ),
  }
}

/** The programs of `supervisor.children`, each after those that it depends on. */
export function programSpecs({ supervisor }: Config): readonly ChildSpec[] {
  return inStartOrder(supervisor.children).map((child) => ({
    name: child.name,
    kind: 'program',
    file: child.command,
    args: child.args,
    environment: child.env,
    cwd: child.cwd,
    restart: child.restart,
    readyProbe: child.readyProbe ?? { afterMs: provenMs },
    dependsOn: child.dependsOn,
    watch: [],
  }))
}
