import { Smile } from 'lucide-react'
import { lazy, type RefObject, Suspense, useRef, useState } from 'react'
import { useLayout } from '../../app/layout.ts'
import { IconButton } from '../../controls/button.tsx'
import { useText } from '../../i18n/language.tsx'
import styles from './composer.module.css'
import { insertText } from './insert-text.ts'

const EmojiPanel = lazy(async () => ({ default: (await import('../emoji/emoji-panel.tsx')).EmojiPanel }))

/** Writes an emoji where the caret is. */
export function EmojiButton({ field }: { field: RefObject<HTMLTextAreaElement | null> }) {
  const text = useText()
  const layout = useLayout()
  const button = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  // On a phone its keyboard has them.
  if (layout === 'compact') return null
  const pick = (emoji: string) => {
    setOpen(false)
    // The panel gives the focus back when it is gone.
    requestAnimationFrame(() => {
      if (field.current !== null) insertText(field.current, emoji)
    })
  }
  return (
    <>
      <IconButton
        ref={button}
        label={text.composer.emojiButton}
        className={styles.emoji ?? ''}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Smile size={18} aria-hidden="true" />
      </IconButton>
      {isOpen && (
        <Suspense fallback={null}>
          <EmojiPanel
            label={text.composer.emojiButton}
            trigger={button}
            onPick={pick}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      )}
    </>
  )
}
