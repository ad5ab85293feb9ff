'use strict'
// Makes a fresh clone ready, then runs a command in it. It parses on Node 12, since its first task is to
// notice that the Node.js it runs on is too old. A set-up step that has nothing to do costs milliseconds.
//
//   right Node? ──no──► fetch it once, run this file again under it
//        │yes
//   packages as locked? ──no──► npm ci          ┐
//   build newer than its sources? ──no──► build ├ one at a time in a clone (temp/setup.lock)
//   browser for the tests? ──no──► install it   ┘
//        │
//   the command

const path = require('path')
const { pathToFileURL } = require('url')
const { ensureBrowser } = require('./setup/browser.cjs')
const { build, ensureBuilt } = require('./setup/build.cjs')
const { ensureInstalled } = require('./setup/install.cjs')
const { Interrupted, SetupError, say } = require('./setup/report.cjs')
const { endLike, run } = require('./setup/run.cjs')
const { isSupported, withRuntime } = require('./setup/runtime.cjs')
const { needsOf } = require('./setup/test-needs.cjs')

const root = path.dirname(__dirname)

const commands = {
  start: async (args) => {
    await ready({ built: true })
    return inProcess(['start'].concat(args))
  },
  cli: async (args) => {
    await ready({ built: true })
    return inProcess(args)
  },
  // From the sources, so nothing is built first.
  dev: (args) => script('../bin/chat-stack.ts', ['dev'].concat(args)),
  build: async () => {
    await ready()
    return build(root)
  },
  check: (args) => script('check.ts', args),
  pack: async (args) => {
    await ready({ built: true })
    return node([path.join(__dirname, 'pack.ts')].concat(args))
  },
  test: async (args) => {
    const needs = needsOf(root, args)
    await ready(needs)
    if (needs.browser) process.env.CHROMIUM_PATH = await ensureBrowser(root)
    return node([path.join(__dirname, 'test.ts')].concat(args))
  },
  bench: async (args) => {
    await ready({ built: true })
    await ensureInstalled(path.join(root, 'bench'), root)
    return node([path.join(root, 'bench', 'main.ts')].concat(args))
  },
  torture: async (args) => {
    const [name = ''] = args
    await ready({ built: true })
    return node([path.join(root, 'test', 'torture', name + '.ts')].concat(args.slice(1)))
  },
  format: async (args) => {
    await ready()
    return run('biome', ['check', '--write'].concat(args.length > 0 ? args : ['.']), { cwd: root })
  },
  exec: async (args) => {
    await ready()
    return run(args[0], args.slice(1))
  },
}

main(process.argv[2], process.argv.slice(3)).catch((error) => {
  if (error instanceof Interrupted) return endLike(error)
  if (!(error instanceof SetupError)) throw error
  say(error.message)
  process.exitCode = 1
})

async function main(name, args) {
  const command = Object.prototype.hasOwnProperty.call(commands, name) ? commands[name] : undefined
  if (command === undefined || (name === 'exec' && args.length === 0)) {
    throw new SetupError(
      'Expected one of ' + Object.keys(commands).join(', ') + ', got ' + process.argv.slice(2).join(' '),
    )
  }
  const ended = isSupported(process.versions.node)
    ? await command(args)
    : await withRuntime(root, [__filename, name].concat(args))
  if (ended !== undefined) endLike(ended)
}

async function ready(needs) {
  const bins = path.join(root, 'node_modules', '.bin')
  process.env.PATH = [path.dirname(process.execPath), bins, process.env.PATH].join(path.delimiter)
  await ensureInstalled(root, root)
  if (needs && needs.built) await ensureBuilt(root)
}

async function script(name, args) {
  await ready()
  return node([path.join(__dirname, name)].concat(args))
}

function node(args) {
  return run(process.execPath, args, { cwd: root })
}

/** The command line runs in this very process: one process fewer, and signals reach it directly. */
async function inProcess(args) {
  const entry = path.join(root, 'dist', 'bin', 'chat-stack.js')
  process.argv = [process.execPath, entry].concat(args)
  // As bin/chat-stack.cjs does.
  require('module').enableCompileCache(path.join(root, 'dist', '.cache'))
  await import(pathToFileURL(entry).href)
}
