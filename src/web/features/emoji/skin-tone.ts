import { limits } from '../../../protocol/limits.ts'

/** As people choose them, by `Preferences.skinTone`; the first is the yellow of none. */
export const skinTones = ['', '🏻', '🏼', '🏽', '🏾', '🏿'] as const
export type SkinTone = 0 | 1 | 2 | 3 | 4 | 5

const modifierBase = /(\p{Emoji_Modifier_Base})\uFE0F?/gu
/** The hands that two people hold have no tone of their own. */
const personBase = /((?!🤝)\p{Emoji_Modifier_Base})\uFE0F?/gu
const modifier = /[\u{1F3FB}-\u{1F3FF}]/gu

/** With the tone on everybody in it; as it is where there is nobody, or no such emoji that can be sent. */
export function toned(emoji: string, tone: SkinTone): string {
  if (tone === 0) return emoji
  const withTone = (bases: RegExp) => emoji.replaceAll(bases, `$1${skinTones[tone]}`)
  const candidates = [withTone(modifierBase), withTone(personBase)]
  return candidates.find((candidate) => candidate !== emoji && isSendable(candidate)) ?? emoji
}

/** The same for each tone, to be compared. */
export function bare(emoji: string): string {
  return emoji.replaceAll(modifier, '').replaceAll('\uFE0F', '')
}

// Made when it is wanted first: it takes 16 ms.
let oneEmoji: RegExp | undefined

function isSendable(emoji: string): boolean {
  oneEmoji ??= new RegExp(String.raw`^\p{RGI_Emoji}$`, 'v')
  return oneEmoji.test(emoji) && new TextEncoder().encode(emoji).length <= limits.maxEmojiBytes
}
