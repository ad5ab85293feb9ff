'use strict'

const path = require('path')
const { exclusively } = require('./lock.cjs')
const { SetupError, say } = require('./report.cjs')
const { run, runQuietly } = require('./run.cjs')
const { hashOf, readStamp } = require('./stamp.cjs')

const sources = [
  'bin',
  'src',
  'scripts/build.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'vite.config.ts',
]

/** Builds, unless the build's stamp says that it was made from these very sources. */
async function ensureBuilt(root) {
  if (isBuilt(root)) return
  await exclusively(root, async () => {
    if (isBuilt(root)) return
    say('building…')
    const ended = await runQuietly(process.execPath, [script(root)], { cwd: root })
    if (ended.code === 0) return
    process.stderr.write(ended.output)
    throw new SetupError('the build failed; what it said is above.')
  })
}

/** Builds whatever the stamp says, and shows what the tools have to say. */
function build(root) {
  return exclusively(root, () => run(process.execPath, [script(root)], { cwd: root }))
}

function script(root) {
  return path.join(root, 'scripts', 'build.ts')
}

function isBuilt(root) {
  return readStamp(path.join(root, 'dist', '.stamp')) === sourceStamp(root)
}

function sourceStamp(root) {
  return hashOf(root, sources, (name) => !/\.test\.tsx?$/.test(name))
}

module.exports = { build, ensureBuilt, isBuilt, sourceStamp }
