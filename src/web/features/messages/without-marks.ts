/** A message in one plain line, for a list or a voice: the words stay, the marks of emphasis and code go. */
export function withoutMarks(text: string): string {
  return text
    .replace(/```[^\n]*(?:\n|$)/g, ' ')
    .replace(/(\*\*|~~|`)(\S[^\n]*?)\1/g, '$2')
    .replace(/(?<![\w*])([*_])(?=\S)([^*_\n]+)\1(?![\w*])/g, '$2')
    .replace(/\[([^\]\n]*)\]\([^)\n]*\)/g, '$1')
    .replace(/\s+/gu, ' ')
    .trim()
}
