'use strict'

const fs = require('fs')
const path = require('path')

/** What the tests that vitest's `args` select need besides packages; when in doubt, everything. */
function needsOf(root, args) {
  const scopes = args.map(scopeOf).filter((scope) => scope !== undefined)
  const has = (scope) => scopes.length === 0 || scopes.indexOf(scope) >= 0 || scopes.indexOf('all') >= 0
  return {
    built: ['integration', 'e2e', 'faults'].some(has),
    browser: has('e2e') && fs.existsSync(path.join(root, 'test', 'e2e')),
  }
}

/** The project that an argument narrows the run to; undefined where it narrows nothing, as `-t` does not. */
function scopeOf(arg) {
  const project = /^--project=(.+)$/.exec(arg)
  if (project !== null) return project[1]
  if (/^(src|scripts)\//.test(arg)) return 'unit'
  const folder = /^test(?:\/(\w+))?/.exec(arg)
  return folder === null ? undefined : folder[1] || 'all'
}

module.exports = { needsOf }
