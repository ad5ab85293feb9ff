import path from 'node:path'
import { childConfigEnvironment } from '../../src/config/child.ts'
import { configSchema } from '../../src/config/schema.ts'
import type { ChildPolicy, ChildSpec } from '../../src/supervisor/child-spec.ts'

const children = path.join(import.meta.dirname, '../fixtures/children')

/** Short enough for a test, long enough for a busy machine. */
export const quickPolicy: ChildPolicy = {
  ...configSchema.parse({}).supervisor,
  backoffMinMs: 10,
  backoffMaxMs: 50,
  readyTimeoutMs: 5_000,
  heartbeatTimeoutMs: 3_000,
  drainTimeoutMs: 3_000,
  minUptimeMs: 0,
}

/** A program of `test/fixtures/children`. */
export function fixtureSpec(fixture: string): ChildSpec {
  const { drainTimeoutMs, heartbeatTimeoutMs } = quickPolicy
  const config = configSchema.parse({ supervisor: { drainTimeoutMs, heartbeatTimeoutMs } })
  return {
    name: fixture,
    kind: 'server',
    file: process.execPath,
    args: [path.join(children, `${fixture}.ts`)],
    environment: childConfigEnvironment(config),
    restart: 'always',
    watch: [],
  }
}
