/**
 * The `lang` of somebody's words: Han where most letters are, else unknown. Fonts, line height and line breaking
 * follow it, so that a message looks the same in either interface.
 */
export function languageOf(text: string): 'zh-Hans' | '' {
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0
  return han * 2 > letters ? 'zh-Hans' : ''
}
