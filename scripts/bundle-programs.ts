import path from 'node:path'
import { build, type Plugin } from 'vite'

/** What is started by its file: the command line, and the processes and threads that `codeFile` names. */
const entries = [
  'bin/chat-stack',
  'src/cli/groundwork-process',
  'src/servers/http/main',
  'src/servers/ws/main',
  'src/servers/child/watchdog-thread',
  'src/domain/threads/reader',
  'src/domain/threads/writer',
  'src/domain/images/image-worker',
]

/** They find their binaries beside themselves. */
const nativePackages = ['bcrypt', 'better-sqlite3', 'sharp']

/**
 * Makes of each program, with the packages that it needs, a few files: what a start costs is mostly finding and opening
 * hundreds of them (decision 100).
 */
export async function bundlePrograms(root: string, outDir: string): Promise<void> {
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    plugins: [leanBuiltins],
    resolve: { mainFields: ['module', 'main'] },
    ssr: { noExternal: true, external: nativePackages },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      target: 'es2024',
      sourcemap: true,
      rolldownOptions: {
        input: Object.fromEntries(entries.map((entry) => [entry, path.join(root, `${entry}.ts`)])),
        output: { entryFileNames: '[name].js', chunkFileNames: 'src/chunks/[name]-[hash].js' },
      },
    },
  })
}

/** By module, what is imported of it. */
const greedyBuiltins: Readonly<Record<string, readonly string[]>> = {
  'node:http': ['STATUS_CODES', 'createServer', 'get', 'request'],
  'node:process': ['execArgv', 'execPath', 'hrtime', 'platform'],
}

/**
 * An `import` of a built-in module reads all that it exports: WebSocket and fetch of `node:http`, which costs 40 ms and
 * 14 MB, and the standard streams of `node:process`. Taken by call, it gives what is asked for.
 */
const leanBuiltins: Plugin = {
  name: 'lean-builtins',
  enforce: 'pre',
  // What packages `require` is taken by call as it is, and whole.
  resolveId: (id, _importer, { kind }) =>
    kind === 'import-statement' && Object.hasOwn(greedyBuiltins, id) ? `\0lean:${id}` : undefined,
  load(id) {
    const builtin = id.startsWith('\0lean:') ? id.slice('\0lean:'.length) : ''
    const names = greedyBuiltins[builtin]
    if (names === undefined) return undefined
    return `const builtin = process.getBuiltinModule('${builtin}')
export default builtin
export const { ${names.join(', ')} } = builtin`
  },
}
