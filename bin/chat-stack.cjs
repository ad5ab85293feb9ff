#!/usr/bin/env node
'use strict'
// The command's door. It parses on Node 12, since better-sqlite3 on too old a Node.js does not fail but
// crashes: nothing is imported before the version is known to be new enough.

const fs = require('fs')
const path = require('path')
const url = require('url')

const root = path.dirname(__dirname)
const entry = path.join(root, 'dist', 'bin', 'chat-stack.js')
const launcher = path.join(root, 'scripts', 'launch.cjs')
const wanted = require('../package.json').engines.node.replace('>=', '')

if (isSupported() && fs.existsSync(entry)) {
  // What V8 makes of the sources is kept with the build, and found by the servers too: it halves the time of a start.
  require('module').enableCompileCache(path.join(root, 'dist', '.cache'))
  import(url.pathToFileURL(entry).href)
} else if (fs.existsSync(launcher)) {
  process.argv.splice(1, 1, launcher, 'cli')
  require(launcher)
} else {
  console.error(
    'chat-stack: Node.js ' +
      wanted +
      ' or newer is needed, found ' +
      process.versions.node +
      '; install a newer one from nodejs.org or a package manager, and run this again.',
  )
  process.exitCode = 1
}

function isSupported() {
  const found = process.versions.node.split('.').map(Number)
  const minimum = wanted.split('.').map(Number)
  return found[0] !== minimum[0] ? found[0] > minimum[0] : found[1] >= minimum[1]
}
