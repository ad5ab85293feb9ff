'use strict'

const { spawn } = require('child_process')
const { Interrupted } = require('./report.cjs')

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Runs a program to its end and resolves to how it ended: `{ code }` or `{ signal }`, with `output` where
 * it was captured. Signals sent to this process go on to the program, so that nothing is left behind.
 */
function run(command, args, options) {
  const settings = Object.assign({ stdio: 'inherit' }, options)
  const captured = settings.captured === true
  if (captured) settings.stdio = ['ignore', 'pipe', 'pipe']
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, settings)
    const chunks = []
    if (captured) {
      child.stdout.on('data', (chunk) => chunks.push(chunk))
      child.stderr.on('data', (chunk) => chunks.push(chunk))
    }
    const stop = forwardSignals(child)
    child.on('error', (error) => {
      stop()
      reject(error)
    })
    child.on('close', (code, signal) => {
      const received = stop()
      const output = Buffer.concat(chunks).toString()
      resolve(signal === null ? { code, output, received } : { signal, output, received })
    })
  })
}

/** A terminal sends Ctrl-C and its hang-up to every process in the foreground: once is enough. */
function forwardSignals(child) {
  let received
  const listeners = forwarded.map((signal) => {
    const listener = () => {
      received = received || signal
      if (signal === 'SIGTERM' || !process.stdin.isTTY) child.kill(signal)
    }
    process.on(signal, listener)
    return { signal, listener }
  })
  return () => {
    listeners.forEach(({ signal, listener }) => process.removeListener(signal, listener))
    return received
  }
}

/** Ends this process the way the program ended, as a shell's `exec` would have. */
function endLike(ended) {
  if (ended.signal === undefined) {
    process.exitCode = ended.code
  } else {
    process.kill(process.pid, ended.signal)
  }
}

/** A set-up step: its output is shown only if it fails, and a signal that ended it ends the launch. */
async function runQuietly(command, args, options) {
  const ended = await run(command, args, Object.assign({ captured: true }, options))
  if (ended.received !== undefined) throw new Interrupted(ended.received)
  return ended
}

module.exports = { endLike, run, runQuietly }
