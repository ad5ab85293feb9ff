import { type MouseEvent, type ReactNode, useRef } from 'react'
import { Dialog } from 'react-aria-components/Dialog'
import { Overlay } from './overlay.tsx'
import styles from './sheet.module.css'

interface Props {
  label: string
  onClose: () => void
  children: ReactNode
}

/** Rises from below, under the thumb; a tap beside it or Escape closes it. */
export function Sheet({ label, onClose, children }: Props) {
  const guard = useFingerGuard()
  return (
    <Overlay covers={styles.overlay} stands={styles.modal} onClose={onClose}>
      <Dialog className={styles.sheet ?? ''} aria-label={label}>
        <div {...guard}>
          <div className={styles.grip} />
          {children}
        </div>
      </Dialog>
    </Overlay>
  )
}

/** The finger whose long press opened the sheet is let go over it, and must press nothing there. */
function useFingerGuard() {
  const isArmed = useRef(false)
  return {
    onPointerDownCapture: () => {
      isArmed.current = true
    },
    onClickCapture: (event: MouseEvent) => {
      // Keys and screen readers press without a pointer.
      if (isArmed.current || event.detail === 0) return
      event.preventDefault()
      event.stopPropagation()
    },
  }
}
