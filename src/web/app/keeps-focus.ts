/**
 * Whether what has the focus keeps it while another room or message is shown: who goes from hit to hit by the keys goes on
 * doing so. A part of the page says so with `data-keeps-focus`.
 */
export function keepsFocus(): boolean {
  return document.activeElement?.closest('[data-keeps-focus]') instanceof Element
}
