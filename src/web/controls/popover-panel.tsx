import type { ReactNode, RefObject } from 'react'
import { Dialog } from 'react-aria-components/Dialog'
import styles from './popover-panel.module.css'
import { Popup } from './popup.tsx'

interface Props {
  label: string
  trigger: RefObject<HTMLElement | null>
  onClose: () => void
  children: ReactNode
}

/** Room for more than a list. */
export function PopoverPanel({ label, trigger, onClose, children }: Props) {
  return (
    <Popup className={styles.popup} trigger={trigger} placement="top end" offset={6} onClose={onClose}>
      <Dialog className={styles.panel ?? ''} aria-label={label}>
        {children}
      </Dialog>
    </Popup>
  )
}
