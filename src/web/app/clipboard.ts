/**
 * Puts words on the clipboard; says whether they are there. Pages that came over plain HTTP from a LAN address have no
 * `navigator.clipboard`, and a browser may refuse it: then the copy event, which every page may fill, does the same.
 */
export async function copyText(words: string): Promise<boolean> {
  // Absent on insecure pages, whatever the types say.
  const clipboard = navigator.clipboard as Clipboard | undefined
  if (clipboard === undefined) return copyByEvent(words)
  try {
    await clipboard.writeText(words)
    return true
  } catch {
    return copyByEvent(words)
  }
}

function copyByEvent(words: string): boolean {
  let isCopied = false
  const fill = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', words)
    event.preventDefault()
    event.stopImmediatePropagation()
    isCopied = event.clipboardData !== null
  }
  document.addEventListener('copy', fill, { capture: true })
  try {
    return document.execCommand('copy') && isCopied
  } finally {
    document.removeEventListener('copy', fill, { capture: true })
  }
}
