import { type RefObject, useLayoutEffect } from 'react'

const maxLines = 8

/** As high as its text, up to 8 lines; then it scrolls. */
export function useAutogrow(field: RefObject<HTMLTextAreaElement | null>, text: string): void {
  // The text is what changes the height, though the effect reads it from the element.
  useLayoutEffect(() => {
    const element = field.current
    if (element === null) return
    const lineHeight = Number.parseFloat(getComputedStyle(element).lineHeight)
    const { paddingTop, paddingBottom } = getComputedStyle(element)
    const padding = Number.parseFloat(paddingTop) + Number.parseFloat(paddingBottom)
    element.style.height = 'auto'
    const highest = lineHeight * maxLines + padding
    element.style.height = `${Math.min(element.scrollHeight, highest)}px`
    element.style.overflowY = element.scrollHeight > highest ? 'auto' : 'hidden'
  }, [field, text])
}
