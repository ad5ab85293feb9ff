import type { ReactNode } from 'react'
import { Dialog } from 'react-aria-components/Dialog'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import styles from './sheet.module.css'

interface Props {
  label: string
  onClose: () => void
  children: ReactNode
}

/** Rises from below, under the thumb; a tap beside it or Escape closes it. */
export function Sheet({ label, onClose, children }: Props) {
  return (
    <ModalOverlay
      className={styles.overlay ?? ''}
      isOpen
      isDismissable
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
    >
      <Modal className={styles.modal ?? ''}>
        <Dialog className={styles.sheet ?? ''} aria-label={label}>
          <div className={styles.grip} />
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
