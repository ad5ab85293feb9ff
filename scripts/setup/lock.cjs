'use strict'

const fs = require('fs')
const path = require('path')
const { SetupError, say } = require('./report.cjs')

const pollMs = 200
// A first set-up takes a minute, with a browser on a slow line a few; beyond this something hangs.
const deadlineMs = 15 * 60 * 1000

/** Runs `work` while no other process of this clone does; a lock whose owner is dead is taken over. */
async function exclusively(root, work) {
  const file = path.join(root, 'temp', 'setup.lock')
  fs.mkdirSync(path.dirname(file), { recursive: true })
  await acquire(file)
  try {
    return await work()
  } finally {
    fs.unlinkSync(file)
  }
}

async function acquire(file) {
  const identity = identify(process.pid)
  const deadline = Date.now() + deadlineMs
  let told = false
  while (!claim(file, identity)) {
    const owner = read(file)
    if (owner !== undefined && !isAlive(owner)) {
      discard(file, owner)
      continue
    }
    if (Date.now() > deadline) throw overdue(file, owner)
    if (!told) say('waiting for another set-up of this clone to finish…')
    told = true
    await new Promise((resolve) => setTimeout(resolve, pollMs))
  }
}

/** Linking a finished file is atomic: nobody ever sees a lock without its owner in it. */
function claim(file, identity) {
  const draft = file + '.' + process.pid
  fs.writeFileSync(draft, identity)
  try {
    fs.linkSync(draft, file)
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    return false
  } finally {
    fs.unlinkSync(draft)
  }
}

/** Moves a dead owner's lock away, and puts it back if another process has claimed it in between. */
function discard(file, owner) {
  const aside = file + '.stale.' + process.pid
  try {
    fs.renameSync(file, aside)
  } catch (error) {
    if (error.code === 'ENOENT') return
    throw error
  }
  if (read(aside) !== owner && !fs.existsSync(file)) fs.renameSync(aside, file)
  else fs.unlinkSync(aside)
}

function read(file) {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

/** A process id and when it started, since ids are used again. Without /proc the id has to do. */
function identify(pid) {
  return pid + ' ' + startedAt(pid)
}

function startedAt(pid) {
  try {
    const stat = fs.readFileSync('/proc/' + pid + '/stat', 'utf8')
    // The 22nd field; the second may hold spaces, and ends with the last parenthesis.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return '-'
    throw error
  }
}

function isAlive(identity) {
  const pid = Number(identity.split(' ')[0])
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (error.code !== 'EPERM') return false
  }
  return identify(pid) === identity
}

function overdue(file, owner) {
  return new SetupError(
    'process ' +
      String(owner).split(' ')[0] +
      ' has been setting this clone up for too long; ' +
      'end it, or remove ' +
      file +
      ', and try again.',
  )
}

module.exports = { exclusively }
