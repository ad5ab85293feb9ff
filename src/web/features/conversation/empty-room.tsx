import { Image } from 'lucide-react'
import { useRef } from 'react'
import { openDialog } from '../../app/dialogs.ts'
import { Button } from '../../controls/button.tsx'
import { useText } from '../../i18n/language.tsx'
import { acceptAttribute } from '../composer/picture-files.ts'
import styles from './notice-card.module.css'

/** A room in which nobody has said anything: what to do first. */
export function EmptyRoom({ name, onFiles }: { name: string; onFiles: (files: readonly File[]) => void }) {
  const text = useText()
  const picker = useRef<HTMLInputElement>(null)
  return (
    <div className={styles.place}>
      <div className={styles.card}>
        <h2>{text.conversation.emptyTitle}</h2>
        <p>
          {text.conversation.emptyLead(name)} {text.conversation.emptyHint}
        </p>
        <div className={styles.actions}>
          <Button look="primary" onClick={() => picker.current?.click()}>
            <Image size={16} aria-hidden="true" />
            {text.conversation.addPicture}
          </Button>
          <Button onClick={() => openDialog({ name: 'invite' })}>{text.place.invite}</Button>
        </div>
        <input
          ref={picker}
          type="file"
          hidden
          multiple
          accept={acceptAttribute}
          aria-label={text.conversation.addPicture}
          onChange={(event) => {
            onFiles([...(event.target.files ?? [])])
            event.target.value = ''
          }}
        />
      </div>
    </div>
  )
}
