import { styleText } from 'node:util'
import type { Config } from '../config/schema.ts'
import { pageAddress, socketAddress } from './page-address.ts'
import { mark } from './style.ts'

export interface BannerFacts {
  readonly version: string
  readonly config: Config
  /** `null` where there is an owner. */
  readonly ownerLink: string | null
  /** More facts, such as the users that were seeded. */
  readonly more?: readonly (readonly [label: string, text: string])[]
}

/** What a person sees when everything runs. */
export function banner({ version, config, ownerLink, more = [] }: BannerFacts): string {
  const facts = [
    ['Open', mark('green', pageAddress(config.http))],
    ['WebSocket', socketAddress(config.ws)],
    ['Data', config.database.path],
    ...more,
  ] as const
  const width = Math.max(...facts.map(([label]) => label.length))
  const lines = [
    `${styleText('bold', 'chat-stack', { stream: process.stdout })} ${version}`,
    '',
    ...facts.map(([label, text]) => `${mark('dim', label.padEnd(width))}  ${text}`),
    ...ownerLines(ownerLink),
    '',
    mark('dim', 'Ctrl-C stops it.'),
  ]
  return `\n${lines.map((line) => `  ${line}`.trimEnd()).join('\n')}\n\n`
}

function ownerLines(link: string | null): string[] {
  if (link === null) return []
  return ['', "Make the owner's account with this link. It works once, for 24 hours:", mark('green', link)]
}
