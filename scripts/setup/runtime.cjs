'use strict'

const fs = require('fs')
const path = require('path')
const { ensureInstalled } = require('./install.cjs')
const { SetupError, say } = require('./report.cjs')
const { run, runQuietly } = require('./run.cjs')
const { isAtLeast, minimumOf } = require('./version.cjs')

const { engines } = require('../../package.json')
const pinned = require('../runtime/package.json').optionalDependencies

const minimum = minimumOf(engines.node)

function isSupported(version) {
  return isAtLeast(version, minimum)
}

/** Runs `args` under the Node.js that this clone keeps for itself, fetching it the first time. */
async function withRuntime(root, args) {
  const node = await ensureRuntime(root)
  const bin = path.dirname(node)
  const env = Object.assign({}, process.env, {
    PATH: bin + path.delimiter + process.env.PATH,
    NODE: node,
    npm_node_execpath: node,
  })
  return run(node, args, { env })
}

async function ensureRuntime(root) {
  const found = 'Node.js ' + process.versions.node + ' is too old (' + minimum + ' or newer is needed)'
  const name = 'node-' + process.platform + '-' + process.arch
  if (process.platform === 'win32') throw new SetupError(found + '; on Windows, run this inside WSL.')
  if (pinned[name] === undefined)
    throw new SetupError(found + '; install Node.js 24 from nodejs.org or a package manager.')
  const folder = path.join(root, 'scripts', 'runtime')
  const node = path.join(folder, 'node_modules', name, 'bin', 'node')
  await ensureInstalled(folder, root, found + '; fetching ' + pinned[name] + ' into this clone, once…')
  await check(node, found)
  return node
}

/** A system without glibc, Alpine for one, cannot run the binary that the registry has. */
async function check(node, found) {
  const checked = path.join(path.dirname(node), '.runs')
  if (fs.existsSync(checked)) return
  const ended = await runQuietly(node, ['--version']).catch((error) => ({ output: String(error) }))
  if (ended.code === 0 && isSupported(ended.output.trim())) return fs.writeFileSync(checked, '')
  say(ended.output.trim())
  throw new SetupError(
    found + ', and the one from the registry does not run here; install Node.js 24 yourself.',
  )
}

module.exports = { isSupported, withRuntime }
