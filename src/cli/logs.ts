import { type Command, InvalidArgumentError } from 'commander'
import type { Config } from '../config/schema.ts'
import { openLogHistory } from '../supervisor/log-history.ts'
import { type LineLevel, parseStoredLine, prettyLine, printable } from '../supervisor/log-line.ts'
import { isLineLevel } from '../supervisor/log-request.ts'
import type { LogQuery } from '../supervisor/log-stream.ts'
import { createPrettyStyle } from '../supervisor/pretty-style.ts'
import { runDirectory } from '../supervisor/run-directory.ts'
import { parseDuration } from './duration.ts'
import { examples } from './examples.ts'
import { print, say } from './output.ts'

interface LogsOptions {
  readonly follow?: boolean
  readonly since?: number
  readonly level?: LineLevel
  readonly json?: boolean
}

export function define(command: Command): void {
  command
    .argument('[child]', 'such as http, ws or supervisor; without it all')
    .option('-f, --follow', 'go on with what is logged from now on')
    .option('--since <time>', 'not older than 30m, 12h or 7d', sinceDuration)
    .option('--level <level>', 'not less important than debug, info, warn or error', levelOf)
    .option('--json', 'the lines as they are: one JSON object each')
    .action(logs)
  examples(command, [
    ['chat-stack logs -f', 'all that is known, and all that comes; Ctrl-C ends it'],
    ['chat-stack logs ws --since 10m --level warn', 'what went wrong just now'],
    ['chat-stack logs --json | jq .event', 'for a script'],
  ])
}

async function logs(child: string | undefined, options: LogsOptions, command: Command): Promise<void> {
  const { follow = false, since = null, level = null, json = false } = options
  const { notRunning, stackOf } = await import('./running-stack.ts')
  const { config, control } = await stackOf(command)
  const sinceMs = since === null ? null : Date.now() - since
  const query: LogQuery = { filter: { child: child ?? null, sinceMs, level }, follow }
  const show = json ? print : printPretty(config)
  let shown = 0
  const running = await control.logs(query)
  for await (const lines of running ?? storedLines(config, query)) {
    for (const line of lines) show(line)
    shown += lines.length
  }
  if (running === null && follow) throw notRunning(config)
  if (shown === 0) say('Nothing was logged that fits.')
}

/** What the last run left behind. */
async function* storedLines({ database }: Config, { filter }: LogQuery): AsyncGenerator<readonly string[]> {
  const history = openLogHistory(runDirectory(database.path).logFolder, filter)
  try {
    yield* history.lines()
  } finally {
    history.close()
  }
}

function printPretty({ supervisor }: Config): (json: string) => void {
  const names = ['http', 'ws', ...supervisor.children.map(({ name }) => name)].toSorted()
  const colour = process.stdout.isTTY && process.stdout.hasColors()
  const style = createPrettyStyle({ names, colour })
  return (json) => {
    const line = parseStoredLine(json)
    print(line === null ? printable(json) : prettyLine(line, style))
  }
}

function sinceDuration(text: string): number {
  const ms = parseDuration(text)
  if (ms === null) throw new InvalidArgumentError('Expected a time such as 30m, 12h or 7d.')
  return ms
}

function levelOf(text: string): LineLevel {
  if (isLineLevel(text)) return text
  throw new InvalidArgumentError('Expected debug, info, warn or error.')
}
