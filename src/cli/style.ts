import { styleText } from 'node:util'

// styleText looks at the stream, NO_COLOR and FORCE_COLOR itself. What these style goes to standard error, but for
// `bold`, which commander strips again where help goes to no terminal, and `mark`, for results.

export function red(text: string): string {
  return styleText('red', text, { stream: process.stderr })
}

export function dim(text: string): string {
  return styleText('dim', text, { stream: process.stderr })
}

export function bold(text: string): string {
  return styleText('bold', text, { validateStream: false })
}

export function mark(color: 'green' | 'yellow' | 'red' | 'dim', text: string): string {
  return styleText(color, text, { stream: process.stdout })
}
