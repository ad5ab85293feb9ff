/**
 * Writes into a field as a key would, so that it can be undone and whoever listens hears of it: at the selection, or in
 * the place of a stretch. The command is the only way that keeps the browser's own undo.
 */
export function insertText(
  field: HTMLTextAreaElement,
  text: string,
  stretch?: { from: number; to: number },
): void {
  field.focus()
  if (stretch !== undefined) field.setSelectionRange(stretch.from, stretch.to)
  if (document.execCommand('insertText', false, text)) return
  field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end')
  field.dispatchEvent(new Event('input', { bubbles: true }))
}
