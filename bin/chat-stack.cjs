#!/usr/bin/env node
'use strict'
// The command's door. It parses on Node 12, since better-sqlite3 on too old a Node.js does not fail but
// crashes: nothing is imported before the version is known to be new enough.

var fs = require('fs')
var path = require('path')
var url = require('url')

var root = path.dirname(__dirname)
var entry = path.join(root, 'dist', 'bin', 'chat-stack.js')
var launcher = path.join(root, 'scripts', 'launch.cjs')
var wanted = require('../package.json').engines.node.replace('>=', '')

if (isSupported() && fs.existsSync(entry)) {
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
  var found = process.versions.node.split('.').map(Number)
  var minimum = wanted.split('.').map(Number)
  return found[0] !== minimum[0] ? found[0] > minimum[0] : found[1] >= minimum[1]
}
