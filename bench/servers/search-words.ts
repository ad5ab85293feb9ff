/** So many words, by how often they come: the first in every other message, the last ones a few times in a million. */
const latinWords = 50_000
const hanCharacters = 3_500
const letters = 'etaoinshrdlcumwfgypbvkjxqz'

/** Words as Zipf found them: the n-th comes 1/n as often as the first. */
export function wordOf(rank: number): string {
  let word = ''
  for (let rest = rank + letters.length; rest > 0; rest = Math.floor(rest / letters.length))
    word += letters[rest % letters.length]
  return `${word}a`
}

/** Three of four in words, one in Chinese; every 300th of these speaks of 上海. */
export function messageText(random: () => number): string {
  const rank = (of: number) => Math.floor(of ** random()) - 1
  if (random() < 0.75)
    return Array.from({ length: 4 + random() * 16 }, () => wordOf(rank(latinWords))).join(' ')
  const characters = Array.from({ length: 10 + random() * 20 }, () =>
    String.fromCharCode(0x4e8c + rank(hanCharacters)),
  )
  return `${random() < 1 / 300 ? '上海' : ''}${characters.join('')}。`
}
