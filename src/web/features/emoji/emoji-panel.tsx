import type { RefObject } from 'react'
import { useLayout } from '../../app/layout.ts'
import { PopoverPanel } from '../../controls/popover-panel.tsx'
import { Sheet } from '../../controls/sheet.tsx'
import { EmojiPicker } from './emoji-picker.tsx'

interface Props {
  label: string
  /** `null` where it is gone by now. */
  trigger: RefObject<HTMLElement | null> | null
  onPick: (emoji: string) => void
  onClose: () => void
}

/** The picker by what opened it; on a phone it rises from below. */
export function EmojiPanel({ label, trigger, onPick, onClose }: Props) {
  const isCompact = useLayout() === 'compact'
  return isCompact || trigger === null ? (
    <Sheet label={label} onClose={onClose}>
      <EmojiPicker onPick={onPick} />
    </Sheet>
  ) : (
    <PopoverPanel label={label} trigger={trigger} onClose={onClose}>
      <EmojiPicker onPick={onPick} />
    </PopoverPanel>
  )
}
