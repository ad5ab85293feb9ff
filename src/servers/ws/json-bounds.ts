const quote = 0x22
const backslash = 0x5c
const comma = 0x2c
const openBracket = 0x5b
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d

/**
 * Whether a JSON text is flat and sparse enough to be parsed in no time. One pass over the bytes; it does not care whether
 * they are JSON at all.
 */
export function isWithinJsonBounds(json: Buffer, bounds: { maxDepth: number; maxValues: number }): boolean {
  let depth = 0
  let values = 1
  for (let index = 0; index < json.length; index += 1) {
    const byte = json[index]
    if (byte === quote) {
      index = endOfString(json, index)
    } else if (byte === openBrace || byte === openBracket) {
      depth += 1
      values += 1
    } else if (byte === closeBrace || byte === closeBracket) {
      depth -= 1
    } else if (byte === comma) {
      values += 1
    }
    if (depth > bounds.maxDepth || values > bounds.maxValues) return false
  }
  return true
}

/** The index of the quote that ends the string begun at `start`, or of the end. Texts are long: the search is native. */
function endOfString(json: Buffer, start: number): number {
  let end = json.indexOf(quote, start + 1)
  while (end !== -1 && isEscaped(json, end, start)) end = json.indexOf(quote, end + 1)
  return end === -1 ? json.length : end
}

function isEscaped(json: Buffer, index: number, start: number): boolean {
  let backslashes = 0
  while (index - backslashes - 1 > start && json[index - backslashes - 1] === backslash) backslashes += 1
  return backslashes % 2 === 1
}
