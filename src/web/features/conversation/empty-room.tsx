import { Image } from 'lucide-react'
import { openDialog } from '../../app/dialogs.ts'
import { Button } from '../../controls/button.tsx'
import { useText } from '../../i18n/language.tsx'
import styles from './notice-card.module.css'

/** A room in which nobody has said anything: what to do first. */
export function EmptyRoom({ name, onPick }: { name: string; onPick: () => void }) {
  const text = useText()
  return (
    <div className={styles.place}>
      <div className={styles.card}>
        <h2>{text.conversation.emptyTitle}</h2>
        <p>
          {text.conversation.emptyLead(name)} {text.conversation.emptyHint}
        </p>
        <div className={styles.actions}>
          <Button look="primary" onClick={onPick}>
            <Image size={16} aria-hidden="true" />
            {text.conversation.addPicture}
          </Button>
          <Button onClick={() => openDialog({ name: 'invite' })}>{text.place.invite}</Button>
        </div>
      </div>
    </div>
  )
}
