/**
 * Makes the package's tarball, and looks at it as its user will: what `exports` promises is there, and its
 * types resolve. The launcher has built before; npm's own `prepack` does not run, as scripts are ignored.
 */
import path from 'node:path'
import { execa } from 'execa'

const root = path.dirname(import.meta.dirname)

await pack()

async function pack(): Promise<void> {
  const run = execa({ cwd: root, preferLocal: true })
  const { stdout } = await run`npm pack --json --loglevel=error`
  const [tarball] = JSON.parse(stdout) as [{ filename: string; size: number; entryCount: number }]
  const inspect = execa({ cwd: root, preferLocal: true, stdio: 'inherit', reject: false })
  const verdicts = [
    await inspect`publint run ${tarball.filename} --strict`,
    await inspect`attw ${tarball.filename} --profile esm-only`,
  ]
  process.exitCode = verdicts.some((verdict) => verdict.failed) ? 1 : 0
  console.log(`${tarball.filename}: ${tarball.entryCount} files, ${Math.round(tarball.size / 1024)} KiB`)
}
