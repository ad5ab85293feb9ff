import type { ReactNode, RefObject } from 'react'
import { Popover, type PopoverProps } from 'react-aria-components/Popover'
import styles from './popup.module.css'

interface Props extends Pick<PopoverProps, 'placement' | 'offset' | 'aria-label'> {
  trigger: RefObject<HTMLElement | null>
  onClose: () => void
  /** Says how wide it is. */
  className: string | undefined
  children: ReactNode
}

/** Stands by what opened it; a press beside it or Escape closes it. */
export function Popup({ trigger, onClose, className, children, ...rest }: Props) {
  return (
    <Popover
      {...rest}
      className={`${styles.popup} ${className}`}
      triggerRef={trigger}
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
    >
      {children}
    </Popover>
  )
}
