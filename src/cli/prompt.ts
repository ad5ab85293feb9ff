import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { ExitError, exitCodes } from '../platform/exit-codes.ts'

/** Whether somebody is there to be asked. */
export function canAsk(): boolean {
  return process.stdin.isTTY
}

/** Asks on standard error, so that results can be piped; echoes nothing of the answer where it is `hidden`. */
export async function ask(question: string, { hidden = false } = {}): Promise<string> {
  const silence = new Writable({ write: (_chunk, _encoding, done) => done() })
  const output = hidden ? silence : process.stderr
  const lines = createInterface({ input: process.stdin, output, terminal: true, historySize: 0 })
  // Only now does the terminal echo nothing by itself.
  if (hidden) process.stderr.write(question)
  else lines.setPrompt(question)
  lines.prompt()
  try {
    return await answer(lines)
  } finally {
    // Gives the terminal its echo back, whatever happened.
    lines.close()
    if (hidden) process.stderr.write('\n')
  }
}

/** `y` or `yes`; anything else is no. */
export async function confirm(question: string): Promise<boolean> {
  return /^y(es)?$/i.test((await ask(`${question} [y/N] `)).trim())
}

async function answer(lines: ReturnType<typeof createInterface>): Promise<string> {
  const ended = new AbortController()
  const { signal } = ended
  try {
    return await Promise.race([
      once(lines, 'line', { signal }).then(([line]) => String(line)),
      once(lines, 'SIGINT', { signal }).then(() => {
        throw new ExitError(exitCodes.interrupted, '')
      }),
      once(lines, 'close', { signal }).then(() => {
        throw new ExitError(exitCodes.error, 'Expected an answer, got the end of the input.')
      }),
    ])
  } finally {
    ended.abort()
  }
}
