import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Command } from 'commander'
import { configFilePath } from '../config/config-file.ts'
import type { Config } from '../config/schema.ts'
import { ExitError, exitCodes } from '../platform/exit-codes.ts'
import { isBuilt, packageRoot } from '../platform/package.ts'
import type { ChildSpec } from '../supervisor/child-spec.ts'
import { examples } from './examples.ts'
import { settingsOf } from './settings.ts'

export function define(command: Command): void {
  command.action(dev)
  examples(command, [['chat-stack dev', 'change a file, and what is made of it is replaced']])
}

async function dev(_options: object, command: Command): Promise<void> {
  const { config } = await settingsOf(command)
  const { runStack } = await import('./stack.ts')
  const { issueOwnerSecret, prepareDatabase } = await import('./prepare-database.ts')
  const { seed, seededPassword, seededUsernames } = await import('./seed.ts')
  const devConfig = forDevelopment(config)
  process.exitCode = await runStack({
    config: devConfig,
    readConfig: async () => forDevelopment((await settingsOf(command)).config),
    configFile: configFilePath(command.optsWithGlobals<{ config?: string }>().config),
    prepare: async () => {
      await prepareDatabase(devConfig)
      await seed(devConfig)
      return issueOwnerSecret(devConfig)
    },
    moreChildren: [webBuild()],
    moreFacts: [
      ['Log in as', `${seededUsernames.join(', ')} with the password ${seededPassword}`],
      // Its data are its own, and a stack is found by its data.
      ['Status', `CHAT_STACK_DATABASE__PATH=${visibleFrom(devConfig)} npx chat-stack status`],
    ],
  })
}

function visibleFrom({ database }: Config): string {
  const shorter = path.relative('', database.path)
  return shorter.startsWith('..') ? database.path : shorter
}

/** Data of its own, so that nothing tried here can harm what is real; cheap passwords, so that it starts at once. */
function forDevelopment(config: Config): Config {
  const folder = path.join(path.dirname(config.database.path), 'dev')
  return {
    ...config,
    database: { path: path.join(folder, 'chat.db') },
    images: { ...config.images, dir: path.join(folder, 'images') },
    auth: { ...config.auth, bcryptCost: 4 },
    supervisor: { ...config.supervisor, watch: true },
  }
}

/**
 * Rebuilds the browser client when it changes. The HTTP server serves it as it will in production: same origin,
 * same policy, same cookies, which a server of Vite's on another port would not have.
 */
function webBuild(): ChildSpec {
  const vite = path.join(packageRoot(), 'node_modules', 'vite', 'bin', 'vite.js')
  if (!existsSync(vite) || isBuilt())
    throw new ExitError(exitCodes.usage, 'chat-stack dev works in a clone of the sources only.', {
      next: 'In a clone, npm run dev runs it.',
    })
  return {
    name: 'web',
    kind: 'program',
    file: process.execPath,
    // What is being built must not vanish from under whoever reads it.
    args: [
      vite,
      'build',
      '--watch',
      '--no-emptyOutDir',
      // Its list of files would scroll away where everything is.
      '--logLevel',
      'warn',
      '--config',
      path.join(packageRoot(), 'vite.config.ts'),
    ],
    environment: {},
    restart: 'on-failure',
    watch: [],
  }
}
