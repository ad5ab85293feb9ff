import { limits } from '../protocol/limits.ts'
import { skeletonOf } from './confusables.ts'
import { DomainError } from './errors.ts'

/** `@room` means everyone in a room, so nobody may be called so. */
const reserved = new Set(['room'].map(skeletonOf))

/** The three forms of a username: as it is shown, as it is looked up, as it is told apart from imitations. */
export interface UsernameForms {
  username: string
  folded: string
  skeleton: string
}

/**
 * Throws `username_taken` for a reserved name, and `bad_request` where the name's compatible form breaks the rules that
 * the name kept: it may be empty, or of one character become a sentence.
 */
export function usernameForms(username: string): UsernameForms {
  const shown = visible(username.normalize('NFKC'))
  if (
    !/^[\p{L}\p{N}][\p{L}\p{M}\p{N}._-]*$/u.test(shown) ||
    [...shown].length > limits.maxUsernameCharacters
  ) {
    throw new DomainError('bad_request', {
      details: [{ path: 'username', expected: 'plain letters and digits that can be seen' }],
    })
  }
  const skeleton = skeletonOf(shown)
  if (reserved.has(skeleton)) throw usernameTaken(username)
  return { username: shown, folded: foldName(shown), skeleton }
}

export function usernameTaken(username: string): DomainError {
  return new DomainError('username_taken', {
    message: `The username "${username}", or one that looks like it, is taken.`,
  })
}

/**
 * Names are looked up without regard to case and width (RFC 8265, UsernameCaseMapped). Upper case first: it joins what
 * lower case alone keeps apart, such as ß and SS, or the two small sigmas.
 */
export function foldName(name: string): string {
  return visible(name.normalize('NFKC')).toUpperCase().toLowerCase().normalize('NFKC')
}

function visible(text: string): string {
  return text.replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
}
