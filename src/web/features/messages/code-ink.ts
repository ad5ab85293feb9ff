/** A piece of code and the ink it is written in. */
export interface CodePiece {
  /** Where it begins, in UTF-16 units. */
  at: number
  text: string
  ink: 'plain' | 'plum' | 'malachite' | 'azurite' | 'pale'
}

const keywords = new Set(
  `abstract and as async await begin break case catch class const continue def default defer delete do done elif else
  elsif end enum esac except export extends false fi finally fn for foreach from func function go if impl implements
  import in interface is lambda let local loop match mod module mut namespace new nil None not null of or package pass
  private protected pub public raise readonly record ref return self static struct super switch then this throw throws
  trait true True False try type typeof undefined unless until use using val var void when where while with yield
  SELECT FROM WHERE INSERT INTO UPDATE DELETE CREATE TABLE INDEX JOIN ON AND OR NOT NULL VALUES SET ORDER GROUP BY`
    .split(/\s+/)
    .filter(Boolean),
)

const hashComments = /^(?:ba|z|fi)?sh$|^shell|^py|^rb$|^ruby$|^ya?ml$|^toml$|^conf|^docker|^make|^r$|^perl$/i

/** Long code is not worth the colours. */
const maxInkedCharacters = 8_000

/** Three inks for any language: words of the language, quoted text, and what is called. It never changes a character. */
export function inkCode(code: string, language: string | null): CodePiece[] {
  if (language === null || /^(?:te?xt|plain|diff)/i.test(language) || code.length > maxInkedCharacters)
    return [{ at: 0, text: code, ink: 'plain' }]
  const comment = hashComments.test(language) ? '#[^\\n]*' : '//[^\\n]*|/\\*[^]*?\\*/|--[ ][^\\n]*'
  const pattern = new RegExp(
    `(?<pale>(?<![\\w$"'{])(?:${comment}))|(?<malachite>"(?:[^"\\\\\\n]|\\\\.)*"|'(?:[^'\\\\\\n]|\\\\.)*'|\`(?:[^\`\\\\]|\\\\.)*\`)|(?<azurite>[A-Za-z_]\\w*(?=\\())|(?<word>[A-Za-z_]\\w*)`,
    'g',
  )
  const pieces: CodePiece[] = []
  let end = 0
  for (const match of code.matchAll(pattern)) {
    const ink = inkOf(match[0], match.groups ?? {})
    if (ink === 'plain') continue
    if (match.index > end) pieces.push({ at: end, text: code.slice(end, match.index), ink: 'plain' })
    pieces.push({ at: match.index, text: match[0], ink })
    end = match.index + match[0].length
  }
  return end < code.length ? [...pieces, { at: end, text: code.slice(end), ink: 'plain' }] : pieces
}

function inkOf(text: string, groups: Record<string, string | undefined>): CodePiece['ink'] {
  if (groups.pale !== undefined) return 'pale'
  if (groups.malachite !== undefined) return 'malachite'
  if (keywords.has(text)) return 'plum'
  return groups.azurite === undefined ? 'plain' : 'azurite'
}
