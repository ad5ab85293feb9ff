import { Compass, MessageSquare, PenSquare, Plus, UserPlus } from 'lucide-react'
import { lazy, Suspense, useRef, useState } from 'react'
import { openDialog } from '../../app/dialogs.ts'
import { IconButton } from '../../controls/button.tsx'
import { useText } from '../../i18n/language.tsx'

const Menu = lazy(async () => ({ default: (await import('../../controls/menu.tsx')).Menu }))

/** Where new things begin. */
export function NewMenu() {
  const text = useText()
  const button = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <IconButton
        ref={button}
        label={text.place.newMenu}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <PenSquare size={18} aria-hidden="true" />
      </IconButton>
      {isOpen && (
        <Suspense fallback={null}>
          <Menu
            label={text.place.newMenu}
            trigger={button}
            onClose={() => setOpen(false)}
            actions={[
              {
                id: 'direct',
                label: text.direct.new,
                icon: MessageSquare,
                act: () => openDialog({ name: 'new-direct' }),
              },
              {
                id: 'room',
                label: text.place.newRoom,
                icon: Plus,
                act: () => openDialog({ name: 'new-room' }),
              },
              {
                id: 'browse',
                label: text.place.browse,
                icon: Compass,
                act: () => openDialog({ name: 'browse' }),
              },
              {
                id: 'invite',
                label: text.place.invite,
                icon: UserPlus,
                act: () => openDialog({ name: 'invite' }),
              },
            ]}
          />
        </Suspense>
      )}
    </>
  )
}
