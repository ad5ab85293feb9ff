import { ChatError } from '../../../client/errors.ts'

/** Where a form shows what the server refused: at the field that it is about, else above the button. */
export function fieldOfRefusal(error: unknown): 'username' | 'password' | 'form' {
  if (!(error instanceof ChatError)) return 'form'
  if (error.code === 'username_taken') return 'username'
  if (error.code === 'invalid_credentials') return 'password'
  const path = error.details[0]?.path ?? ''
  if (path.endsWith('username')) return 'username'
  return path.endsWith('password') ? 'password' : 'form'
}
