import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** Tests beside the code that start processes or threads: they belong to it, and are too slow for every save. */
const withProcesses = 'src/**/*.process.test.ts'

/** Modules stay loaded from file to file: to load them anew for each cost more than half of the gate's CPU time. */
const sharesModules = { isolate: false }

/** A bound for what hangs, not a measure of speed: the machine may be busy with anything. */
const patient = { testTimeout: 120_000, hookTimeout: 120_000, expect: { poll: { timeout: 20_000 } } }

/** What holds promises of seconds to the clock runs one file at a time: what a neighbour takes would count. */
const alone = { fileParallelism: false }

// For all that is started from here, and its threads: the sources are stripped of their types and compiled once.
process.env.NODE_COMPILE_CACHE ??= new URL('node_modules/.cache/compiled', import.meta.url).pathname

export default defineConfig({
  test: {
    reporters: ['default', ['json', { outputFile: 'test-results/vitest.json' }]],
    setupFiles: ['test/helpers/no-noise.ts'],
    restoreMocks: true,
    // Files share a process: the PATH that one test takes away was missing to the checkers that another starts.
    unstubEnvs: true,
    unstubGlobals: true,
    // Most tests wait for other processes; by default one processor of two would wait with them.
    maxWorkers: availableParallelism() + 1,
    ...patient,
    projects: [
      {
        extends: true,
        test: {
          ...sharesModules,
          name: 'unit',
          include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: ['src/web/**', withProcesses],
        },
      },
      { extends: true, test: { ...sharesModules, name: 'web', include: ['src/web/**/*.test.{ts,tsx}'] } },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts', withProcesses],
        },
      },
      { extends: true, test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'] } },
      { extends: true, test: { name: 'faults', include: ['test/faults/**/*.test.ts'], ...alone } },
    ],
  },
})
