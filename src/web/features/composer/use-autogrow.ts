import { type RefObject, useLayoutEffect } from 'react'

const maxLines = 8

/** As high as its text, up to 8 lines; then it scrolls. */
export function useAutogrow(field: RefObject<HTMLTextAreaElement | null>): void {
  useLayoutEffect(() => {
    if (field.current !== null) fit(field.current)
  })
}

function fit(field: HTMLTextAreaElement): void {
  const { lineHeight, paddingTop, paddingBottom } = getComputedStyle(field)
  const padding = Number.parseFloat(paddingTop) + Number.parseFloat(paddingBottom)
  const highest = Number.parseFloat(lineHeight) * maxLines + padding
  field.style.height = 'auto'
  const needed = field.scrollHeight
  field.style.height = `${Math.min(needed, highest)}px`
  field.style.overflowY = needed > highest ? 'auto' : 'hidden'
}
