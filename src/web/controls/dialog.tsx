import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Dialog as AriaDialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { useText } from '../i18n/language.tsx'
import { IconButton } from './button.tsx'
import styles from './dialog.module.css'
import { Overlay } from './overlay.tsx'

interface Props {
  title: string
  onClose: () => void
  children: ReactNode
  /** Questions close by their own buttons; whatever is longer has a cross. */
  hasCross?: boolean
  role?: 'dialog' | 'alertdialog'
}

/** A question over the page; on a phone it rises from below. */
export function Dialog({ title, onClose, children, hasCross = false, role = 'dialog' }: Props) {
  const text = useText()
  return (
    <Overlay covers={styles.overlay} stands={styles.modal} onClose={onClose}>
      <AriaDialog className={styles.dialog ?? ''} role={role}>
        <div className={styles.head}>
          <Heading slot="title" className={styles.title ?? ''}>
            {title}
          </Heading>
          {hasCross && (
            <IconButton label={text.place.close} onClick={onClose}>
              <X size={18} aria-hidden="true" />
            </IconButton>
          )}
        </div>
        {children}
      </AriaDialog>
    </Overlay>
  )
}

/** Where a dialog's verbs stand. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>
}
