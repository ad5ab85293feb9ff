import type { ReactNode, RefObject } from 'react'
import { Dialog } from 'react-aria-components/Dialog'
import { Popover } from 'react-aria-components/Popover'
import styles from './popover-panel.module.css'

interface Props {
  label: string
  trigger: RefObject<HTMLElement | null>
  onClose: () => void
  children: ReactNode
}

/** Stands by what opened it; a press beside it or Escape closes it. */
export function PopoverPanel({ label, trigger, onClose, children }: Props) {
  return (
    <Popover
      className={styles.popover ?? ''}
      triggerRef={trigger}
      placement="top end"
      offset={6}
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
    >
      <Dialog className={styles.panel ?? ''} aria-label={label}>
        {children}
      </Dialog>
    </Popover>
  )
}
