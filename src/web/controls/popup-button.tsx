import type { LucideIcon } from 'lucide-react'
import { type ReactNode, type RefObject, useRef, useState } from 'react'
import { IconButton } from './button.tsx'

interface Popup {
  trigger: RefObject<HTMLButtonElement | null>
  onClose: () => void
}

interface Props {
  label: string
  icon: LucideIcon
  /** What it opens, loaded when it is wanted first. */
  children: (popup: Popup) => ReactNode
  opens?: 'menu' | 'dialog'
  className?: string | undefined
}

/** An icon that opens something beside itself, and closes it again. */
export function PopupButton({ label, icon: Icon, children, opens = 'menu', className = '' }: Props) {
  const trigger = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <IconButton
        ref={trigger}
        label={label}
        className={className}
        aria-haspopup={opens}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon size={18} aria-hidden="true" />
      </IconButton>
      {isOpen && <>{children({ trigger, onClose: () => setOpen(false) })}</>}
    </>
  )
}
