import { Image } from 'lucide-react'
import type { RoomView } from '../../../protocol/views.ts'
import { useAccount } from '../../app/chat.tsx'
import { openDialog } from '../../app/dialogs.ts'
import { Button } from '../../controls/button.tsx'
import { useText } from '../../i18n/language.tsx'
import { isSilent } from '../composer/silence.tsx'
import { roomTitle } from '../people/person-name.ts'
import styles from './notice-card.module.css'

/** A room in which nobody has said anything: what to do first. */
export function EmptyRoom({ room, onPick }: { room: RoomView; onPick: () => void }) {
  const text = useText()
  const lead = useLead(room)
  return (
    <div className={styles.place}>
      <div className={styles.card}>
        <h2>{text.conversation.emptyTitle}</h2>
        <p>{isSilent(room) ? lead : `${lead} ${text.conversation.emptyHint}`}</p>
        {!isSilent(room) && (
          <div className={styles.actions}>
            <Button look="primary" onClick={onPick}>
              <Image size={16} aria-hidden="true" />
              {text.conversation.addPicture}
            </Button>
            {room.kind !== 'direct' && (
              <Button onClick={() => openDialog({ name: 'invite' })}>{text.place.invite}</Button>
            )}
          </div>
        )}
      </div>
    </div>
  )
}

function useLead(room: RoomView): string {
  const text = useText()
  const account = useAccount()
  const { kind, name, people = [] } = room
  if (kind !== 'direct') return text.conversation.emptyLead(name)
  const isAlone = people.every(({ user_id }) => user_id === account.user_id)
  return isAlone ? text.direct.emptyAlone : text.direct.emptyLead(roomTitle(room, text))
}
