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
  if (fromStdin) return checked(newPasswordSchema, await firstLine(), 'a password of', { secret: true })
  if (!canAsk()) {
    throw new ExitError(exitCodes.usage, 'Expected a terminal to ask for the password at, got none.', {
      next: 'Pipe the password in, and say so with --password-stdin.',
    })
  }
  const password = checked(newPasswordSchema, await ask('Password: ', { hidden: true }), 'a password of', {
    secret: true,
  })
  if ((await ask('Once more: ', { hidden: true })) === password) return password
  throw new ExitError(exitCodes.error, 'Expected the same password twice, got two.', { next: 'Try again.' })
}

async function firstLine(): Promise<string> {
  let text = ''
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const chunk of process.stdin) {
      text += decoder.decode(chunk as Buffer, { stream: true })
      if (text.length > maxInputBytes) break
    }
  } catch (error) {
    throw new ExitError(exitCodes.error, 'Expected a password in UTF-8, got other bytes.', { cause: error })
  }
  const line = text.replace(/\r?\n$/, '')
  if (!/[\r\n]/.test(line)) return line
  throw new ExitError(exitCodes.error, 'Expected one line with the password, got more.')
}
