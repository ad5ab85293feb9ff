/** One line of a talker's ledger. */
export interface LedgerEntry {
  what: 'sent' | 'acked' | 'seen' | 'failed' | 'reset'
  key?: string
  seq?: number
}

/** A message as the database has it. */
export interface StoredMessage {
  key: string
  seq: number
  n: number
}

export interface Ledger {
  name: string
  entries: readonly LedgerEntry[]
}

export interface Verdict {
  acked: number
  seen: number
  /** What broke a promise, in words; empty where all of them were kept. */
  violations: readonly string[]
}

const maxNamed = 5

/**
 * Compares what people wrote down with what the database has, oldest first: every message that was sent or acked is there
 * once, `n` has no gaps [P-20], and each saw all of them, in the database's order, from the first that they saw [P-32].
 */
export function judge(stored: readonly StoredMessage[], ledgers: readonly Ledger[]): Verdict {
  const keys = stored.map((message) => message.key)
  const kept = new Set(keys)
  const violations = [
    ...named('stored more than once', doubled(keys)),
    ...named(
      'out of order in the database',
      stored.filter(({ n }, index) => n !== index + 1).map(({ n }) => `n ${n}`),
    ),
    ...named('stored, but sent by nobody', withoutSender(keys, ledgers)),
  ]
  for (const { name, entries } of ledgers) {
    const of = (what: LedgerEntry['what']) => keysOf(entries, what)
    violations.push(
      ...named(`acked to ${name}, and lost`, missing(of('acked'), kept)),
      ...named(`sent by ${name}, and lost`, missing(of('sent'), kept)),
      ...named(`refused to ${name}`, of('failed')),
      ...named(`${name} had to start over`, of('reset')),
      ...seenWrongly(name, of('seen'), keys),
    )
  }
  const count = (what: LedgerEntry['what']) =>
    ledgers.reduce((sum, { entries }) => sum + keysOf(entries, what).length, 0)
  return { acked: count('acked'), seen: count('seen'), violations }
}

/** Nothing lost, nothing twice, in order: what was seen is what the database has, from the first on. */
function seenWrongly(name: string, seen: readonly string[], keys: readonly string[]): string[] {
  if (seen.length === 0) return [`${name} saw nothing`]
  const expected = keys.slice(keys.indexOf(seen[0] ?? ''))
  const at = expected.findIndex((key, index) => key !== seen[index])
  if (at === -1 && seen.length === expected.length) return []
  const wrong = at === -1 ? expected.length : at
  return [
    `${name} saw ${seen[wrong] ?? 'nothing'} as message ${wrong + 1}, expected ${expected[wrong] ?? 'no more'}`,
  ]
}

function withoutSender(keys: readonly string[], ledgers: readonly Ledger[]): string[] {
  const sent = new Set(ledgers.flatMap(({ entries }) => keysOf(entries, 'sent')))
  return missing(keys, sent)
}

function missing(keys: readonly string[], from: ReadonlySet<string>): string[] {
  return keys.filter((key) => !from.has(key))
}

function doubled(keys: readonly string[]): string[] {
  const once = new Set<string>()
  return keys.filter((key) => once.has(key) || !once.add(key))
}

function keysOf(entries: readonly LedgerEntry[], what: LedgerEntry['what']): string[] {
  return entries.flatMap((entry) => (entry.what === what ? [entry.key ?? '?'] : []))
}

function named(fault: string, what: readonly string[]): string[] {
  if (what.length === 0) return []
  const rest = what.length > maxNamed ? `, and ${what.length - maxNamed} more` : ''
  return [`${what.length} ${fault}: ${what.slice(0, maxNamed).join(', ')}${rest}`]
}
