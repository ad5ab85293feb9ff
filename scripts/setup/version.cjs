'use strict'

/** Whether a version such as `22.22.1` is at least `minimum`, a version with one to three parts. */
function isAtLeast(version, minimum) {
  const found = parts(version)
  const wanted = parts(minimum)
  for (let index = 0; index < 3; index += 1) {
    if (found[index] !== wanted[index]) return found[index] > wanted[index]
  }
  return true
}

/** The version in an `engines` range of the form `>=22.22`, the only one that package.json uses. */
function minimumOf(range) {
  const match = /^>=\s*(\d+(?:\.\d+){0,2})$/.exec(range)
  if (match === null) throw new Error('Expected an engines range such as ">=22.22", got "' + range + '"')
  return match[1]
}

function parts(version) {
  const numbers = version.replace(/^v/, '').split('-')[0].split('.').map(Number)
  return [numbers[0], numbers[1] || 0, numbers[2] || 0]
}

module.exports = { isAtLeast, minimumOf }
