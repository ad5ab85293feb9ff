import type { RefObject } from 'react'
import { useLayout } from '../../app/layout.ts'
import { PopoverPanel } from '../../controls/popover-panel.tsx'
import { Sheet } from '../../controls/sheet.tsx'
import { EmojiPicker } from './emoji-picker.tsx'

interface Props {
  label: string
  trigger: RefObject<HTMLElement | null>
  onPick: (emoji: string) => void
  onClose: () => void
}

/** The picker by what opened it; on a phone it rises from below. */
export function EmojiPanel({ label, trigger, onPick, onClose }: Props) {
  return useLayout() === 'compact' ? (
    <Sheet label={label} onClose={onClose}>
      <EmojiPicker onPick={onPick} />
    </Sheet>
  ) : (
    <PopoverPanel label={label} trigger={trigger} onClose={onClose}>
      <EmojiPicker onPick={onPick} />
    </PopoverPanel>
  )
}
