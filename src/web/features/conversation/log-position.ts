/** Where a log stood at its last scroll event, in pixels. */
export interface LogView {
  readonly top: number
  readonly width: number
  readonly height: number
}

export function viewOf({
  scrollTop,
  clientWidth,
  clientHeight,
}: Pick<HTMLElement, 'scrollTop' | 'clientWidth' | 'clientHeight'>): LogView {
  return { top: scrollTop, width: clientWidth, height: clientHeight }
}

/**
 * Whether a log that is not at its end any more was moved away: at first to the new messages, later by a reader who goes
 * up in a log of the same size. A phone that is turned, a keyboard that opens and a picture in the tray make it scroll too.
 */
export function hasLeft(before: LogView | null, now: LogView): boolean {
  if (before === null) return true
  return now.top < before.top && now.width === before.width && now.height === before.height
}

/** How far the end is below what is in sight, in pixels. */
export function distanceToEnd(element: HTMLElement | null): number {
  return element === null ? 0 : element.scrollHeight - element.scrollTop - element.clientHeight
}

export function scrollToEnd(element: HTMLElement | null): void {
  if (element !== null) element.scrollTop = element.scrollHeight
}
