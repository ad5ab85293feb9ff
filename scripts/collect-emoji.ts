import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

/*
 * Writes the emoji picker's lists, src/web/features/emoji/emoji.*.txt: `node scripts/collect-emoji.ts`. Once a year, when
 * Unicode has new ones. The package that has them weighs 50 MB unpacked, so it is fetched here and is no dependency
 * (decision 073).
 */

const source = 'emojibase-data@17.0.0'
const languages = ['en', 'zh']
/** Skin tones and hair alone, which are parts of others. */
const componentGroup = 2
/** Words to search by; the rest are seldom typed. */
const maxTags = 8

interface Emoji {
  unicode?: string
  emoji?: string
  label: string
  tags?: string[]
  group?: number
  order?: number
}

const run = promisify(execFile)
const folder = await mkdtemp(path.join(tmpdir(), 'chat-stack-emoji-'))
try {
  const { stdout } = await run('npm', ['pack', source, '--silent'], { cwd: folder })
  await run('tar', ['xzf', stdout.trim()], { cwd: folder })
  for (const language of languages) {
    const text = await readFile(path.join(folder, 'package', language, 'data.json'), 'utf8')
    const target = path.join(import.meta.dirname, `../src/web/features/emoji/emoji.${language}.txt`)
    await writeFile(target, listOf(JSON.parse(text) as Emoji[]))
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}

/** A line for each: the emoji, a space, its name and the words it is found by. An empty line parts the groups. */
function listOf(all: readonly Emoji[]): string {
  const shown = all
    .filter(({ group }) => group !== undefined && group !== componentGroup)
    .toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0))
  const groups = Map.groupBy(shown, ({ group }) => group)
  return [...groups.values()].map((group) => `${group.map(lineOf).join('\n')}\n`).join('\n')
}

function lineOf({ emoji, unicode, label, tags = [] }: Emoji): string {
  const words = tags.filter((tag) => !label.includes(tag)).slice(0, maxTags)
  return `${recommended(emoji ?? unicode ?? '')} ${[label, ...words].join('|')}`
}

/** The one spelling that the protocol takes; the source adds a variation selector to those that need none. */
function recommended(emoji: string): string {
  const spelling = [emoji, emoji.replaceAll('\uFE0F', '')].find((each) => /^\p{RGI_Emoji}$/v.test(each))
  if (spelling === undefined) throw new Error(`Expected an emoji that is recommended, got ${emoji}`)
  return spelling
}
