import type { RoomState } from '../../../client/chat-state.ts'
import type { NewMarker } from '../messages/timeline.ts'

/** A room opens with so many of its newest messages. */
const openingMessages = 50

/** Whether the first new message is older than all that is here, or that will be once the room has opened. */
export function isBeyondOpening(
  { room, entries }: Pick<RoomState, 'room' | 'entries'>,
  { afterN }: NewMarker,
): boolean {
  const oldest = entries.find((entry) => entry.kind === 'message')
  const oldestN = oldest?.kind === 'message' ? oldest.message.n : room.last_n - openingMessages + 1
  return oldestN > afterN + 1
}

/** Where a log stood at its last scroll event, in pixels. */
export interface LogView {
  readonly top: number
  readonly width: number
  readonly height: number
  /** Of all that can be scrolled through. */
  readonly contentHeight: number
}

export function viewOf({
  scrollTop,
  clientWidth,
  clientHeight,
  scrollHeight,
}: Pick<HTMLElement, 'scrollTop' | 'clientWidth' | 'clientHeight' | 'scrollHeight'>): LogView {
  return { top: scrollTop, width: clientWidth, height: clientHeight, contentHeight: scrollHeight }
}

/**
 * Whether a log that is not at its end any more was moved away: at first to the new messages, later by a reader who goes
 * up in a log of the same size. A phone that is turned, a keyboard that opens and a picture in the tray make it scroll too,
 * and so do rows that turn out to be higher or lower than they were thought to be.
 */
export function hasLeft(before: LogView | null, now: LogView): boolean {
  if (before === null) return true
  const isSameSize =
    now.width === before.width && now.height === before.height && now.contentHeight === before.contentHeight
  return isSameSize && now.top < before.top
}

/** How far the end is below what is in sight, in pixels. */
export function distanceToEnd(element: HTMLElement | null): number {
  return element === null ? 0 : element.scrollHeight - element.scrollTop - element.clientHeight
}

export function scrollToEnd(element: HTMLElement | null): void {
  if (element !== null) element.scrollTop = element.scrollHeight
}
