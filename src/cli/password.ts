import { ExitError, exitCodes } from '../platform/exit-codes.ts'
import { newPasswordSchema } from '../protocol/values.ts'
import { checked } from './checked.ts'
import { ask, canAsk } from './prompt.ts'

/** More than any password has, and little enough to read whatever comes. */
const maxInputBytes = 4096

/**
 * A new password, from standard input or from the person at the terminal, who types it twice. Never from an argument:
 * those are in the shell's history, and every user of the machine sees them in `ps`.
 */
export async function readNewPassword({ fromStdin }: { fromStdin: boolean }): Promise<string> {
  if (fromStdin) return parsePassword(await readStdin())
  if (!canAsk()) {
    throw new ExitError(exitCodes.usage, 'Expected a terminal to ask for the password at, got none.', {
      next: 'Pipe the password in, and say so with --password-stdin.',
    })
  }
  const password = checkedPassword(await ask('Password: ', { hidden: true }))
  if ((await ask('Once more: ', { hidden: true })) === password) return password
  throw new ExitError(exitCodes.error, 'Expected the same password twice, got two.', { next: 'Try again.' })
}

/** What was piped in: one line, whose end does not belong to the password. */
export function parsePassword(bytes: Uint8Array): string {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (error) {
    throw new ExitError(exitCodes.error, 'Expected a password in UTF-8, got other bytes.', { cause: error })
  }
  const line = text.replace(/\r?\n$/, '')
  if (!/[\r\n]/.test(line)) return checkedPassword(line)
  throw new ExitError(exitCodes.error, 'Expected one line with the password, got more.')
}

function checkedPassword(text: string): string {
  return checked(newPasswordSchema, text, 'a password of', { secret: true })
}

async function readStdin(): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes > maxInputBytes) break
  }
  return Buffer.concat(chunks)
}
