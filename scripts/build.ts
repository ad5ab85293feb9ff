/**
 * Builds `dist` from scratch: the programs, the SDK with its types, the web client, and the migrations.
 * It is made beside the old one and takes its place only when all of it has succeeded.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, glob, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { bundlePrograms } from './bundle-programs.ts'
import { sourceStamp } from './setup/build.cjs'
import { writeStamp } from './setup/stamp.cjs'

const root = path.dirname(import.meta.dirname)
const next = path.join(root, 'dist.next')
const previous = path.join(root, 'dist.old')
const dist = path.join(root, 'dist')

await build()

async function build(): Promise<void> {
  // Taken first: what is edited while the build runs makes it stale again.
  const stamp = sourceStamp(root)
  await rm(next, { recursive: true, force: true })
  const codes = await Promise.all([
    run('tsc', ['-p', 'tsconfig.build.json', '--outDir', next]),
    run('vite', ['build', '--outDir', path.join(next, 'web'), '--logLevel', 'warn']),
  ])
  if (codes.some((code) => code !== 0)) {
    process.exitCode = 1
    return
  }
  await bundlePrograms(root, next)
  await copyMigrations()
  writeStamp(path.join(next, '.stamp'), stamp)
  await replace()
}

async function run(tool: string, args: readonly string[]): Promise<number | null> {
  const bin = path.join(root, 'node_modules', '.bin', tool)
  const child = spawn(bin, args, { cwd: root, stdio: 'inherit' })
  const [code] = await once(child, 'exit')
  return code
}

async function copyMigrations(): Promise<void> {
  for await (const file of glob('src/domain/migrations/*.sql', { cwd: root })) {
    await cp(path.join(root, file), path.join(next, file))
  }
}

async function replace(): Promise<void> {
  await rm(previous, { recursive: true, force: true })
  await rename(dist, previous).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
  await rename(next, dist)
  await rm(previous, { recursive: true, force: true })
}
