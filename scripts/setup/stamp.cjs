'use strict'

const crypto = require('crypto')
const fs = require('fs')
const path = require('path')

/** The hash of some files and folders below `root`, by name and content; what does not exist counts too. */
function hashOf(root, names, accept) {
  const hash = crypto.createHash('sha256')
  names.forEach((name) => add(hash, root, name, accept || (() => true)))
  return hash.digest('hex')
}

function add(hash, root, name, accept) {
  const file = path.join(root, name)
  const stat = fs.statSync(file, { throwIfNoEntry: false })
  if (stat !== undefined && stat.isDirectory()) {
    fs.readdirSync(file)
      .sort()
      .forEach((entry) => add(hash, root, path.join(name, entry), accept))
  } else if (accept(name)) {
    hash.update(name + '\0' + (stat === undefined ? 'missing' : stat.size) + '\0')
    if (stat !== undefined) hash.update(fs.readFileSync(file))
  }
}

/** What a stamp file says, or undefined where there is none. */
function readStamp(file) {
  try {
    return fs.readFileSync(file, 'utf8').trim()
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
    throw error
  }
}

function writeStamp(file, stamp) {
  fs.writeFileSync(file, stamp + '\n')
}

module.exports = { hashOf, readStamp, writeStamp }
