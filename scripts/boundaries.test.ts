import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = path.dirname(import.meta.dirname)
const bins = path.join(root, 'node_modules', '.bin')

/** A small house in which every rule is broken exactly where `violations` says. */
const files: Readonly<Record<string, string>> = {
  'src/protocol/limits.ts': `export const limits = 1`,
  'src/protocol/errors.ts': `export const codes = 1`,
  'src/protocol/ipc.ts': `export const ipc = 1`,
  'src/protocol/views.ts': `export const view = 1\nexport type View = 1`,
  'src/platform/clock.ts': `import pino from 'pino'\nexport const clock = pino`,
  'src/config/schema.ts': `import '../platform/clock.ts'\nimport '../protocol/limits.ts'`,
  'src/domain/store.ts': `import type { View } from '../protocol/views.ts'\nimport '../platform/clock.ts'\nimport '../protocol/errors.ts'\nexport type Store = View`,
  'src/supervisor/child.ts': `import '../platform/clock.ts'\nimport '../protocol/ipc.ts'`,
  'src/servers/child/ready.ts': `import '../../protocol/ipc.ts'\nimport '../../config/schema.ts'`,
  'src/servers/http/app.ts': `import '../../domain/store.ts'\nimport '../../config/schema.ts'\nimport '../child/ready.ts'`,
  'src/servers/ws/hub.ts': `import '../../domain/store.ts'\nimport '../../protocol/views.ts'`,
  'src/client/outbox.ts': `import '../protocol/views.ts'`,
  'src/web/main.ts': `import '../client/outbox.ts'\nimport '../protocol/views.ts'\nimport 'react'`,
  'src/cli/start.ts': `import '../supervisor/child.ts'\nimport '../domain/store.ts'\nimport '../config/schema.ts'`,
  'bin/chat-stack.ts': `import '../src/cli/start.ts'`,
  'src/protocol/free.test.ts': `import 'node:fs'\nimport '../domain/store.ts'`,

  'src/protocol/x-layer.ts': `import '../platform/clock.ts'`,
  'src/protocol/x-node.ts': `import 'node:crypto'`,
  'src/protocol/x-package.ts': `import 'zod'`,
  'src/platform/x-layer.ts': `import '../protocol/limits.ts'`,
  'src/platform/x-package.ts': `import 'ws'`,
  'src/config/x-layer.ts': `import '../protocol/views.ts'`,
  'src/config/x-domain.ts': `import '../domain/store.ts'`,
  'src/domain/x-layer.ts': `import '../config/schema.ts'`,
  'src/domain/x-value.ts': `import { view } from '../protocol/views.ts'\nexport const seen = view`,
  'src/supervisor/x-server.ts': `import '../servers/ws/hub.ts'`,
  'src/supervisor/x-protocol.ts': `import '../protocol/views.ts'`,
  'src/servers/child/x-domain.ts': `import '../../domain/store.ts'`,
  'src/servers/http/x-ws.ts': `import '../ws/hub.ts'`,
  'src/servers/ws/x-http.ts': `import '../http/app.ts'`,
  'src/client/x-layer.ts': `import '../domain/store.ts'`,
  'src/client/x-node.ts': `import 'node:events'`,
  'src/web/x-layer.ts': `import '../domain/store.ts'`,
  'src/web/x-node.ts': `import 'node:path'`,
  'src/cli/x-server.ts': `import '../servers/http/app.ts'`,
  'src/cli/x-lazy-server.ts': `export const server = () => import('../servers/ws/hub.ts')`,
  'src/cli/x-dev.ts': `import 'vitest'`,
  'src/cli/x-unresolved.ts': `import './nowhere.ts'`,
  'bin/x-domain.ts': `import '../src/domain/store.ts'`,
  'src/utils/x-folder.ts': `import 'node:fs'`,
  'src/domain/x-a.ts': `import './x-b.ts'`,
  'src/domain/x-b.ts': `import './x-a.ts'`,
}

const violations = [
  'bin/x-domain.ts direction:bin',
  'src/cli/x-dev.ts published-dependencies',
  'src/cli/x-lazy-server.ts direction:src/cli',
  'src/cli/x-server.ts direction:src/cli',
  'src/cli/x-unresolved.ts resolvable',
  'src/client/x-layer.ts direction:src/client',
  'src/client/x-node.ts browser-safe',
  'src/config/x-domain.ts direction:src/config',
  'src/config/x-layer.ts direction:src/config',
  'src/domain/x-a.ts no-cycles',
  'src/domain/x-layer.ts direction:src/domain',
  'src/domain/x-value.ts types-only:src/domain',
  'src/platform/x-layer.ts direction:src/platform',
  'src/platform/x-package.ts platform-is-bare',
  'src/protocol/x-layer.ts direction:src/protocol',
  'src/protocol/x-node.ts browser-safe',
  'src/protocol/x-package.ts browser-packages',
  'src/servers/child/x-domain.ts direction:src/servers/child',
  'src/servers/http/x-ws.ts direction:src/servers/http',
  'src/servers/ws/x-http.ts direction:src/servers/ws',
  'src/supervisor/x-protocol.ts direction:src/supervisor',
  'src/supervisor/x-server.ts direction:src/supervisor',
  'src/utils/x-folder.ts known-folders',
  'src/web/x-layer.ts direction:src/web',
  'src/web/x-node.ts browser-safe',
]

const environmentReaders: Readonly<Record<string, string>> = {
  'src/config/environment.ts': `export const home = process.env`,
  'src/domain/x-environment.ts': `export const home = process.env['HOME']`,
  'src/domain/x-environment-import.ts': `import { env } from 'node:process'\nexport const home = env`,
}

let house: string

beforeAll(async () => {
  house = await mkdtemp(path.join(tmpdir(), 'chat-stack-boundaries-'))
  for (const shared of ['package.json', 'tsconfig.json', '.dependency-cruiser.cjs', '.oxlintrc.json']) {
    await cp(path.join(root, shared), path.join(house, shared))
  }
  await symlink(path.join(root, 'node_modules'), path.join(house, 'node_modules'))
  for (const [file, text] of Object.entries({ ...files, ...environmentReaders })) {
    await mkdir(path.join(house, path.dirname(file)), { recursive: true })
    await writeFile(path.join(house, file), `${text}\n`)
  }
})

afterAll(() => rm(house, { recursive: true, force: true }))

describe('the direction of imports', () => {
  test('every planted violation is found, and nothing else', async () => {
    const args = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'bin', 'src']
    const { summary } = await report<{ summary: { violations: { from: string; rule: { name: string } }[] } }>(
      'depcruise',
      args,
    )

    const found = summary.violations.map(({ from, rule }) => `${from} ${rule.name}`)
    expect([...new Set(found)].toSorted()).toEqual(violations)
  })
})

describe('the environment', () => {
  test('is read in src/config alone', async () => {
    const args = ['--format', 'json', ...Object.keys(environmentReaders)]
    const { diagnostics } = await report<{ diagnostics: { filename: string }[] }>('oxlint', args)

    expect(diagnostics.map(({ filename }) => filename).toSorted()).toEqual([
      'src/domain/x-environment-import.ts',
      'src/domain/x-environment.ts',
    ])
  })
})

/** It exits with an error, since there are violations; one that reports nothing is told with all that is known of its end. */
async function report<T>(program: string, args: readonly string[]): Promise<T> {
  const outcome = await execa(path.join(bins, program), args, { cwd: house, reject: false })
  if (outcome.stdout === '')
    throw new Error(`${program} reported nothing: ${outcome.stderr}`, { cause: outcome })
  return JSON.parse(outcome.stdout) as T
}
