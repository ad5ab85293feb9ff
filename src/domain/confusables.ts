/**
 * What looks like another letter, by the letter it looks like. Chosen by hand from the idea of Unicode Technical
 * Standard #39 (section 4, "Confusable Detection"): the Cyrillic, Greek, Armenian and Latin letters that common fonts
 * draw like Latin ones, and the digits that people swap for letters. The prototypes themselves mean nothing to readers.
 */
const lookAlikes: readonly (readonly [prototype: string, alike: string])[] = [
  ['a', 'аɑαΑАꭺ'],
  ['b', 'ВΒЬƄ'],
  ['c', 'сϲСϹᴄↄ'],
  ['d', 'ԁժꓒ'],
  ['e', 'еЕΕҽ℮'],
  ['f', 'ϝſƒẝ'],
  ['g', 'ɡցԌ'],
  ['h', 'һհНΗ'],
  ['i', 'іıɩιӏ̇ї'],
  ['j', 'јЈϳ'],
  ['k', 'кКΚκĸ'],
  ['l', 'IӀІΙ1ǀℓⅼا|'],
  ['n', 'пηոռΝ'],
  ['o', 'оОοΟօՕσ0๐໐ഠᴏ'],
  ['p', 'рРρΡϱ'],
  ['q', 'ԛգզ'],
  ['r', 'гᴦ'],
  ['s', 'ѕЅꜱ'],
  ['t', 'тТτΤ'],
  ['u', 'υսᴜʋ'],
  ['v', 'ѵνᴠѴ'],
  ['x', 'хХχΧ×'],
  ['y', 'уУγҮүΥʏ'],
  ['z', 'ᴢΖ'],
  ['rn', 'mмМΜᴍ'],
  ['vv', 'wԝшωѡԜ'],
  ['3', 'зЗӡʒ'],
  ['6', 'бб'],
]

const prototypes = new Map(
  lookAlikes.flatMap(([prototype, alike]) => [...alike].map((character) => [character, prototype] as const)),
)

/**
 * Two names with the same skeleton cannot be told apart on a screen. For comparison only, never for display.
 * Capital letters are looked at before they are folded: an I passes for an l, an i does not.
 */
export function skeletonOf(name: string): string {
  const visible = name.normalize('NFKC').replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
  return [...visible.normalize('NFD')].map(prototypeOf).join('').normalize('NFC')
}

function prototypeOf(character: string): string {
  const known = prototypes.get(character)
  if (known !== undefined) return known
  const lower = character.toLowerCase()
  return prototypes.get(lower) ?? lower
}
