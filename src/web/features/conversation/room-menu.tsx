import { Ellipsis } from 'lucide-react'
import type { RoomView } from '../../../protocol/views.ts'
import { part } from '../../app/part.tsx'
import { PopupButton } from '../../controls/popup-button.tsx'
import { useText } from '../../i18n/language.tsx'

const RoomMenuList = part(async () => (await import('./room-menu-list.tsx')).RoomMenuList)

/** Behind three dots: all that can be done about a room. */
export function RoomMenu({ room }: { room: RoomView }) {
  const text = useText()
  return (
    <PopupButton label={text.conversation.more} icon={Ellipsis}>
      {(popup) => <RoomMenuList room={room} {...popup} />}
    </PopupButton>
  )
}
