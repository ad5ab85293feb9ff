import { useEffect } from 'react'
import type { ChatState } from '../../client/chat-state.ts'
import { roomsInSight, withNews } from '../features/rooms/room-lists.ts'
import { typedAhead } from '../features/rooms/typed-ahead.ts'
import { useClient } from './chat.tsx'
import { prepareJump } from './dialog-host.tsx'
import { closeDialog, openDialog, useDialog } from './dialogs.ts'
import { currentRoute, goBack, navigate, replaceRoute } from './route.ts'

/** Keys that work everywhere. What lies on top takes its own Escape first. */
export function useShortcuts(): void {
  const client = useClient()
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Control' || event.key === 'Meta') prepareJump()
      if (event.defaultPrevented || event.isComposing || useDialog.getState().dialog !== null) return
      const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
      if (event.altKey && step !== 0)
        openNeighbour(client.getState().rooms, { step, isUnread: event.shiftKey })
      else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k')
        openDialog({ name: 'jump', typed: '' })
      else if ((event.ctrlKey || event.metaKey) && event.shiftKey && event.key.toLowerCase() === 'f')
        openSearch()
      else if (event.key === 'Escape') closeTopmost()
      else return
      event.preventDefault()
    }
    window.addEventListener('keydown', onKeyDown)
    window.addEventListener('keydown', holdUntilJump, { capture: true })
    return () => {
      window.removeEventListener('keydown', onKeyDown)
      window.removeEventListener('keydown', holdUntilJump, { capture: true })
    }
  }, [client])
}

/**
 * The dialog of Ctrl K is a file of its own: until its field is there and has the focus, what is typed is kept for it. It
 * would otherwise be written, or even sent, where one was before.
 */
function holdUntilJump(event: KeyboardEvent): void {
  const { dialog } = useDialog.getState()
  if (dialog?.name !== 'jump' || document.getElementById('jump-list') !== null) return
  if (event.key === 'Escape') closeDialog()
  else {
    const typed = typedAhead(dialog.typed, event)
    if (typed === null) return
    openDialog({ name: 'jump', typed })
  }
  event.preventDefault()
  event.stopPropagation()
}

/** The next room in the order of the list; or the next with something new in it. */
function openNeighbour(
  all: ChatState['rooms'],
  { step, isUnread }: { step: 1 | -1; isUnread: boolean },
): void {
  const { room } = currentRoute()
  const rooms = roomsInSight(all, room)
  const from = rooms.findIndex((state) => state.room.id === room)
  const ahead = step === 1 ? rooms.slice(from + 1) : rooms.slice(0, Math.max(0, from)).toReversed()
  const [target] = isUnread ? withNews(ahead, room) : ahead
  if (target !== undefined) navigate({ room: target.room.id, over: null, picture: null })
}

/** Once it is open, the key leads back to its field. */
function openSearch(): void {
  navigate({ over: 'search', picture: null })
  const field = document.getElementById('search-field')
  if (field instanceof HTMLInputElement) field.select()
  field?.focus()
}

function closeTopmost(): void {
  const { over } = currentRoute()
  // Each hit that was opened is an entry of the history; all of them lie before the panel's end.
  if (over === 'search' && !matchMedia('(width < 720px)').matches) replaceRoute({ over: null })
  else if (over !== null) goBack({ over: null })
  document.getElementById('composer')?.focus()
}
