/** More than a line ever shows or a voice should read; the patterns below are quadratic in what they are given. */
const longest = 400

/** A message in one plain line, for a list or a voice: the words stay, the marks of emphasis and code go. */
export function withoutMarks(text: string): string {
  return text
    .slice(0, longest)
    .replace(/```[^\n]*(?:\n|$)/g, ' ')
    .replace(/(\*\*|~~|`)(\S[^\n]*?)\1/g, '$2')
    .replace(/(?<![\w*])([*_])(?=\S)([^*_\n]+)\1(?![\w*])/g, '$2')
    .replace(/\[([^\]\n]*)\]\([^)\n]*\)/g, '$1')
    .replace(/\s+/gu, ' ')
    .trim()
}
