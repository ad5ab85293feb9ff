import { Smile } from 'lucide-react'
import type { RefObject } from 'react'
import { part } from '../../app/part.tsx'
import { PopupButton } from '../../controls/popup-button.tsx'
import { useText } from '../../i18n/language.tsx'
import styles from './composer.module.css'
import { insertText } from './insert-text.ts'

const EmojiPanel = part(async () => (await import('../emoji/emoji-panel.tsx')).EmojiPanel)

/** Writes an emoji where the caret is. */
export function EmojiButton({ field }: { field: RefObject<HTMLTextAreaElement | null> }) {
  const text = useText()
  const pick = (emoji: string) => {
    // The panel gives the focus back when it is gone.
    requestAnimationFrame(() => {
      if (field.current !== null) insertText(field.current, emoji)
    })
  }
  return (
    <PopupButton label={text.composer.emojiButton} icon={Smile} opens="dialog" className={styles.emoji}>
      {({ trigger, onClose }) => (
        <EmojiPanel
          label={text.composer.emojiButton}
          trigger={trigger}
          onPick={(emoji) => {
            onClose()
            pick(emoji)
          }}
          onClose={onClose}
        />
      )}
    </PopupButton>
  )
}
