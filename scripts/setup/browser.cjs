'use strict'

const fs = require('fs')
const path = require('path')
const { exclusively } = require('./lock.cjs')
const { SetupError, say } = require('./report.cjs')
const { runQuietly } = require('./run.cjs')

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
]
// Without these, Chinese and emoji would be rendered as boxes.
const packages = ['chromium', 'fonts-noto-cjk', 'fonts-noto-color-emoji']

/** The path of a Chromium, after installing one if the machine has none. */
async function ensureBrowser(root) {
  const found = findBrowser()
  if (found !== undefined) return found
  return exclusively(root, async () => findBrowser() || installBrowser(root))
}

function findBrowser() {
  const chosen = process.env.CHROMIUM_PATH
  if (chosen) {
    if (!fs.existsSync(chosen))
      throw new SetupError('Expected a browser at CHROMIUM_PATH, got "' + chosen + '", which does not exist.')
    return chosen
  }
  return places.find((place) => fs.existsSync(place)) || ownDownload()
}

async function installBrowser(root) {
  if (process.platform === 'linux' && process.getuid() === 0 && fs.existsSync('/usr/bin/apt-get')) {
    say('installing Chromium for the browser tests (' + packages.join(', ') + ')…')
    await apt(['update'])
    await apt(['install', '-y', '--no-install-recommends'].concat(packages))
  } else {
    say('fetching Playwright’s Chromium for the browser tests…')
    const cli = path.join(root, 'node_modules', 'playwright-core', 'cli.js')
    await must(process.execPath, [cli, 'install', 'chromium'])
  }
  const found = findBrowser()
  if (found === undefined) throw new SetupError(advice)
  return found
}

const advice =
  'the browser tests need Chromium, and it could not be installed; install it yourself, or name one with CHROMIUM_PATH.'

function apt(args) {
  return must('apt-get', ['-q'].concat(args), {
    env: Object.assign({}, process.env, { DEBIAN_FRONTEND: 'noninteractive' }),
  })
}

async function must(command, args, options) {
  const ended = await runQuietly(command, args, options)
  if (ended.code === 0) return
  process.stderr.write(ended.output)
  throw new SetupError(advice)
}

/** Playwright knows where its own download lies, or would lie. */
function ownDownload() {
  const place = require('playwright-core').chromium.executablePath()
  return place && fs.existsSync(place) ? place : undefined
}

module.exports = { ensureBrowser }
