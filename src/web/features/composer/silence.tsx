import { Archive, MicOff } from 'lucide-react'
import type { RoomView } from '../../../protocol/views.ts'
import { useAccount, useClient } from '../../app/chat.tsx'
import { Button } from '../../controls/button.tsx'
import { useText } from '../../i18n/language.tsx'
import { authorityIn } from '../members/authority.ts'
import { restoreRoom } from '../rooms/restore-room.ts'
import styles from './silence.module.css'

/** In the composer's place, where one may only read: why. What was being written stays for later. */
export function Silence({ room }: { room: RoomView }) {
  const text = useText()
  const client = useClient()
  const account = useAccount()
  const Icon = room.archived ? Archive : MicOff
  return (
    <section className={styles.place} aria-label={text.composer.region}>
      <div className={styles.line} id="composer" tabIndex={-1}>
        <Icon size={16} aria-hidden="true" />
        <p role="status">{room.archived ? text.silence.archived : text.silence.muted}</p>
        {room.archived && authorityIn(room, account.role).owns && (
          // A toast says how it went.
          <Button onClick={() => void restoreRoom(client, text, room)}>{text.roomSettings.restore}</Button>
        )}
      </div>
    </section>
  )
}

export function isSilent({ archived, muted }: RoomView): boolean {
  return archived || muted
}
