import { removedUserName } from '../../../protocol/removed-user.ts'
import type { RoomView } from '../../../protocol/views.ts'
import type { Dictionary } from '../../i18n/dictionary.ts'

/** Whoever has an account no more is called so in the reader's language. */
export function personName(name: string, { members }: Pick<Dictionary, 'members'>): string {
  return name === removedUserName ? members.removed : name
}

/** What a room is called; a direct room by who is in it. */
export function roomTitle({ name, people }: RoomView, text: Pick<Dictionary, 'members' | 'direct'>): string {
  if (people === undefined) return name
  return text.direct.names(people.map(({ display_name }) => personName(display_name, text)))
}
