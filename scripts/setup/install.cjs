'use strict'

const fs = require('fs')
const path = require('path')
const { exclusively } = require('./lock.cjs')
const { SetupError, say } = require('./report.cjs')
const { runQuietly } = require('./run.cjs')
const { hashOf, readStamp, writeStamp } = require('./stamp.cjs')

const unreachable =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT)\b/

/** Brings `folder`'s node_modules to what its lockfile says, unless a stamp there says it is already. */
async function ensureInstalled(folder, root, line) {
  if (isInstalled(folder)) return
  await exclusively(root, async () => {
    if (isInstalled(folder)) return
    say(line || 'installing packages (' + (path.relative(root, folder) || 'once, about half a minute') + ')…')
    await install(folder)
    writeStamp(stampFile(folder), wantedStamp(folder))
  })
}

function isInstalled(folder) {
  return readStamp(stampFile(folder)) === wantedStamp(folder)
}

function stampFile(folder) {
  return path.join(folder, 'node_modules', '.chat-stack-lock')
}

/** Native packages differ from one platform to the next, so a folder carried over is installed anew. */
function wantedStamp(folder) {
  return [hashOf(folder, ['package-lock.json']), process.platform, process.arch].join(' ')
}

async function install(folder) {
  const npm = npmCommand()
  // The tools that build are development dependencies; whoever runs a clone needs them too.
  const args = ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--prefer-offline']
  const ended = await start(npm.command, npm.args.concat(args, patience), folder)
  if (ended.code === 0) return
  const failure = unreachable.exec(ended.output)
  if (failure !== null) throw offline(failure[0])
  process.stderr.write(ended.output)
  throw new SetupError('npm ci failed in ' + folder + '; what it said is above.')
}

function offline(code) {
  return new SetupError(
    'could not reach the npm registry (' +
      code +
      '). Check the network, or the proxy in npm’s settings, and ' +
      'run the same command again; once the packages are here, no network is needed.',
  )
}

// npm's own settings retry for minutes before they admit that there is no network.
const patience = ['--fetch-retries=2', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000']

async function start(command, args, folder) {
  try {
    return await runQuietly(command, args, { cwd: folder })
  } catch (error) {
    if (error.code === 'ENOENT') throw new SetupError('npm is not installed; install Node.js with npm first.')
    throw error
  }
}

/** Under `npm start` the npm that runs us, by the Node.js that runs us. */
function npmCommand() {
  const script = process.env.npm_execpath
  if (script && script.endsWith('npm-cli.js') && fs.existsSync(script)) {
    return { command: process.execPath, args: [script] }
  }
  return { command: 'npm', args: [] }
}

module.exports = { ensureInstalled }
