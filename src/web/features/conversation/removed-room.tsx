import { useState } from 'react'
import { copyText } from '../../app/clipboard.ts'
import { replaceRoute } from '../../app/route.ts'
import { Button } from '../../controls/button.tsx'
import { useText } from '../../i18n/language.tsx'
import { draftOf, setDraft, useDrafts } from '../composer/drafts.ts'
import { showToast } from '../toasts/toasts.ts'
import styles from './notice-card.module.css'

/** Shown in the place of a room that one was taken out of; what was being written is not lost with it. */
export function RemovedRoom({ room, name }: { room: string; name: string }) {
  const text = useText()
  const [draft] = useState(() => draftOf(room)(useDrafts.getState()))
  const copy = async () => {
    if (await copyText(draft)) showToast(text.message.copied)
    else showToast(text.place.copyRefused, 'problem')
  }
  const close = () => {
    setDraft(room, '')
    replaceRoute({ room: null, over: null })
  }
  return (
    <main className={styles.place}>
      <div className={styles.card}>
        <h1>{text.conversation.removedTitle(name)}</h1>
        <p>{draft === '' ? text.conversation.removedLeadPlain : text.conversation.removedLead}</p>
        {draft !== '' && <blockquote className={styles.draft}>{draft}</blockquote>}
        <div className={styles.actions}>
          {/* A toast says how it went. */}
          {draft !== '' && <Button onClick={() => void copy()}>{text.conversation.copyDraft}</Button>}
          <Button look="quiet" onClick={close}>
            {text.place.close}
          </Button>
        </div>
      </div>
    </main>
  )
}
