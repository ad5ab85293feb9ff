import { configOptions, type Option } from './options.ts'

export interface ExampleOptions {
  /** Where `$schema` points. */
  readonly schema: string
  /** Each option commented out: what nobody has changed follows the defaults of later versions. */
  readonly commented: boolean
}

const lineWidth = 110

/** A config file with every option at its default, and its meaning above it. */
export function exampleConfig({ schema, commented }: ExampleOptions): string {
  const sections = Object.entries(Object.groupBy(configOptions(), ({ section }) => section))
  const groups = sections.map(([name, options = []], index) => {
    const isLast = index === sections.length - 1
    return group(name, options, { commented, isLast })
  })
  const head = `  "$schema": ${JSON.stringify(schema)},`
  return [
    '{',
    ...comment(
      'Every option at its default. Variables of the environment come on top: see docs/configuration.md.',
      '  ',
    ),
    head,
    ...groups.flat(),
    '}',
    '',
  ].join('\n')
}

function group(
  name: string,
  options: readonly Option[],
  { commented, isLast }: { commented: boolean; isLast: boolean },
) {
  const lines = options.flatMap((option, index) => {
    const comma = commented || index < options.length - 1 ? ',' : ''
    const setting = `${JSON.stringify(option.key)}: ${JSON.stringify(option.default)}${comma}`
    return [...comment(option.description, '    '), `    ${commented ? '// ' : ''}${setting}`]
  })
  return [`  ${JSON.stringify(name)}: {`, ...lines, `  }${isLast ? '' : ','}`]
}

/** Broken between words at the line width. */
function comment(text: string, indent: string): string[] {
  const lines: string[] = []
  let line = `${indent}//`
  for (const word of text.split(' ')) {
    if (line.length + word.length >= lineWidth) {
      lines.push(line)
      line = `${indent}//`
    }
    line += ` ${word}`
  }
  return [...lines, line]
}
