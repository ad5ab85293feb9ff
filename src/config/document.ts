import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser'
import { dotted, type Mistake } from './mistake.ts'

/** A config file's text as a value, with the line of each of its parts. */
export interface Document {
  readonly value: unknown
  readonly mistakes: readonly Mistake[]
  /** `chat-stack.json:12`: the line of the part at `path`, or of the nearest part around it. */
  place(path: readonly PropertyKey[]): string
}

const expectations: Readonly<Record<string, string>> = {
  InvalidSymbol: 'a value: a number, true, false, null, a list, or a text in double quotes',
  InvalidNumberFormat: 'a number',
  PropertyNameExpected: 'the name of an option in double quotes',
  ValueExpected: 'a value',
  ColonExpected: 'a colon',
  CommaExpected: 'a comma',
  CloseBraceExpected: 'a closing brace }',
  CloseBracketExpected: 'a closing bracket ]',
  EndOfFileExpected: 'the end of the file',
  InvalidCommentToken: 'a comment that begins with // or /*',
  UnexpectedEndOfComment: 'the end of the comment */',
  UnexpectedEndOfString: 'a closing double quote on the same line',
  UnexpectedEndOfNumber: 'the rest of the number',
  InvalidUnicode: 'four hexadecimal digits after \\u',
  InvalidEscapeCharacter: 'one of " \\ / b f n r t u after the backslash',
  InvalidCharacter: 'no control characters in a text',
}

/** Parses JSON with comments and trailing commas; `file` is how mistakes name it. */
export function parseDocument(text: string, file: string): Document {
  const errors: ParseError[] = []
  const root = parseText(text, errors)
  if (root === 'too deep') return failed(file, 'Expected a few levels of braces, got too many')
  const [error] = errors
  // What a parser finds after the first error is guesswork.
  if (error !== undefined || root === undefined) return failed(...syntaxMistake(text, file, error))

  const mistakes: Mistake[] = []
  const lines = new Map<string, number>()
  const value = valueOf(root, [])
  return { value, mistakes, place }

  function valueOf(node: Node, path: readonly PropertyKey[]): unknown {
    lines.set(dotted(path), position(text, node.offset).line)
    if (node.type === 'array') return node.children?.map((child, index) => valueOf(child, [...path, index]))
    if (node.type !== 'object') return node.value
    const properties: Record<string, unknown> = {}
    for (const { children: [key, child] = [] } of node.children ?? []) {
      if (key === undefined || child === undefined) continue
      const name = String(key.value)
      const at = [...path, name]
      if (Object.hasOwn(properties, name)) {
        const line = position(text, key.offset).line
        mistakes.push({ place: `${file}:${line}`, text: `Expected ${dotted(at)} once, got it a second time` })
      }
      // Not an assignment: a key may be "__proto__".
      Object.defineProperty(properties, name, { value: valueOf(child, at), enumerable: true, writable: true })
      lines.set(dotted(at), position(text, key.offset).line)
    }
    return properties
  }

  function place(path: readonly PropertyKey[]): string {
    const line = lines.get(dotted(path))
    return line === undefined && path.length > 0 ? place(path.slice(0, -1)) : `${file}:${line ?? 1}`
  }
}

function parseText(text: string, errors: ParseError[]): Node | undefined | 'too deep' {
  try {
    return parseTree(text, errors, { allowTrailingComma: true })
  } catch (error) {
    // The parser recurses; ten thousand opening brackets exhaust the stack.
    if (error instanceof RangeError) return 'too deep'
    throw error
  }
}

function syntaxMistake(text: string, file: string, error: ParseError | undefined): [string, string] {
  if (error === undefined) return [`${file}:1`, 'Expected an object in braces, got an empty file']
  const { line, column } = position(text, error.offset)
  const expected = expectations[printParseErrorCode(error.error)] ?? 'JSON'
  return [`${file}:${line}:${column}`, `Expected ${expected}, got ${found(text, error)}`]
}

function found(text: string, { offset, length }: ParseError): string {
  const rest = text.slice(offset, offset + Math.max(length, 1)).split('\n', 1)[0] ?? ''
  return rest.trim() === ''
    ? offset >= text.trimEnd().length
      ? 'the end of the file'
      : 'the end of the line'
    : JSON.stringify(rest.slice(0, 40))
}

function position(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset)
  const lineStart = before.lastIndexOf('\n') + 1
  return { line: before.split('\n').length, column: offset - lineStart + 1 }
}

function failed(place: string, text: string): Document {
  return { value: undefined, mistakes: [{ place, text }], place: () => place }
}
