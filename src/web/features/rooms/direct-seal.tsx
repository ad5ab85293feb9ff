import type { RoomView } from '../../../protocol/views.ts'
import { useAccount, useChatState } from '../../app/chat.tsx'
import { useText } from '../../i18n/language.tsx'
import { personName } from '../people/person-name.ts'
import { Seal } from '../people/seal.tsx'
import styles from './direct-seal.module.css'

/** Whom one talks to: one person with what is known of their being here, or how many they are. */
export function DirectSeal({ room, side }: { room: RoomView; side: 20 | 44 }) {
  const text = useText()
  const account = useAccount()
  const people = room.people ?? []
  const [first] = people
  const presence = useChatState((state) => state.presence.get(first?.user_id ?? '') ?? 'offline')
  if (first === undefined) return null
  if (people.length > 1) {
    return (
      <span className={`${styles.group} ${side === 44 ? styles.large : ''}`} aria-hidden="true">
        {people.length}
      </span>
    )
  }
  const { user_id: userId } = first
  const name = personName(first.display_name, text)
  return (
    <Seal userId={userId} name={name} side={side} isYou={userId === account.user_id} presence={presence} />
  )
}
