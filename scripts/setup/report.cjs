'use strict'

/** A set-up step failed in a way that the reader can do something about; its message says what. */
class SetupError extends Error {}

/** A signal arrived while a set-up step ran; the launch ends by that signal. */
class Interrupted extends Error {
  constructor(signal) {
    super('interrupted by ' + signal)
    this.signal = signal
  }
}

/** Progress goes to stderr, so that a command's own output can be piped. */
function say(line) {
  process.stderr.write('chat-stack: ' + line + '\n')
}

module.exports = { Interrupted, SetupError, say }
