import type { ReactNode } from 'react'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'

interface Props {
  /** The class of what covers the page, and of what stands on it. */
  covers: string | undefined
  stands: string | undefined
  onClose: () => void
  children: ReactNode
}

/** What takes the page's place for a while; Escape and a press beside it close it. */
export function Overlay({ covers = '', stands = '', onClose, children }: Props) {
  return (
    <ModalOverlay
      className={covers}
      isOpen
      isDismissable
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
    >
      <Modal className={stands}>{children}</Modal>
    </ModalOverlay>
  )
}
