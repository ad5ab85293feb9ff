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

/** Throws `bad_request` where nothing visible is left of the name, `username_taken` for a reserved one. */
export function usernameForms(username: string): UsernameForms {
  const shown = username.normalize('NFKC').replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
  if (!/^[\p{L}\p{N}]/u.test(shown)) {
    throw new DomainError('bad_request', {
      details: [{ path: 'username', expected: 'a name that begins with a visible letter or digit' }],
    })
  }
  const skeleton = skeletonOf(shown)
  if (reserved.has(skeleton)) throw new DomainError('username_taken')
  return { username: shown, folded: foldName(shown), skeleton }
}

/**
 * Names are looked up without regard to case and width (RFC 8265, UsernameCaseMapped). Upper case first: it joins what
 * lower case alone keeps apart, such as ß and SS, or the two small sigmas.
 */
export function foldName(name: string): string {
  return name
    .normalize('NFKC')
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC')
}
