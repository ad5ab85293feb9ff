import { Compass, MessageSquare, PenSquare, Plus, UserPlus } from 'lucide-react'
import { openDialog } from '../../app/dialogs.ts'
import { part } from '../../app/part.tsx'
import { PopupButton } from '../../controls/popup-button.tsx'
import { useText } from '../../i18n/language.tsx'

const Menu = part(async () => (await import('../../controls/menu.tsx')).Menu)

/** Where new things begin. */
export function NewMenu() {
  const text = useText()
  return (
    <PopupButton label={text.place.newMenu} icon={PenSquare}>
      {(popup) => (
        <Menu
          label={text.place.newMenu}
          {...popup}
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
      )}
    </PopupButton>
  )
}
