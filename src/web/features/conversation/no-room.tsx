import { useChatState } from '../../app/chat.tsx'
import { openDialog } from '../../app/dialogs.ts'
import { Button } from '../../controls/button.tsx'
import { useText } from '../../i18n/language.tsx'
import styles from './notice-card.module.css'

/** Nothing is open, or there is nothing to open yet. */
export function NoRoom() {
  const text = useText()
  const hasRooms = useChatState((state) => state.rooms.size > 0)
  if (hasRooms) return <main className={styles.place} />
  return (
    <main className={styles.place}>
      <div className={styles.card}>
        <h1>{text.place.noRooms}</h1>
        <p>{text.place.noRoomsHint}</p>
        <div className={styles.actions}>
          <Button look="primary" onClick={() => openDialog({ name: 'browse' })}>
            {text.place.browse}
          </Button>
          <Button onClick={() => openDialog({ name: 'new-room' })}>{text.place.newRoom}</Button>
        </div>
      </div>
    </main>
  )
}
