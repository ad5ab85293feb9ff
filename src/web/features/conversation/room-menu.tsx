import { Ellipsis } from 'lucide-react'
import { lazy, Suspense, useRef, useState } from 'react'
import type { RoomView } from '../../../protocol/views.ts'
import { IconButton } from '../../controls/button.tsx'
import { useText } from '../../i18n/language.tsx'

const RoomMenuList = lazy(async () => ({ default: (await import('./room-menu-list.tsx')).RoomMenuList }))

/** Behind three dots: all that can be done about a room. */
export function RoomMenu({ room }: { room: RoomView }) {
  const text = useText()
  const button = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <IconButton
        ref={button}
        label={text.conversation.more}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Ellipsis size={18} aria-hidden="true" />
      </IconButton>
      {isOpen && (
        <Suspense fallback={null}>
          <RoomMenuList room={room} trigger={button} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
