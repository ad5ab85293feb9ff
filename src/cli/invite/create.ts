import { type Command, InvalidArgumentError } from 'commander'
import { actingOwner } from '../accounts.ts'
import { parseDuration } from '../duration.ts'
import { examples } from '../examples.ts'
import { localTime, print, printJson, say } from '../output.ts'
import { withStore } from '../with-store.ts'
import { inviteLink } from './link.ts'

interface Options {
  readonly expires: string
  readonly maxUses?: number
  readonly as?: string
  readonly json?: true
}

export function define(command: Command): void {
  command
    .option('--expires <time>', 'how long it works: 30m, 12h, 7d, 2w or never', '7d')
    .option('--max-uses <n>', 'how many may register with it (default: any number)', count)
    .option('--as <username>', 'who invites (default: the first owner)')
    .option('--json', 'as JSON')
    .action(create)
  examples(command, [
    ['chat-stack invite create', 'a link for a week'],
    ['chat-stack invite create --max-uses 1 --expires 12h', 'for one person, today'],
  ])
}

async function create(options: Options, command: Command): Promise<void> {
  const expiresInMs = parseDuration(options.expires)
  await withStore(command, async (store, config) => {
    const { id: accountId } = await actingOwner(store, options.as)
    const maxUses = options.maxUses ?? null
    const { invite, secret } = await store.execute('create_invite', { accountId, expiresInMs, maxUses })
    const link = await inviteLink(config, secret)
    if (options.json) return printJson({ ...invite, link })
    print(link)
    const until =
      invite.expires_ts === undefined ? 'until it is revoked' : `until ${localTime(invite.expires_ts)}`
    say(
      `Works ${until}, ${maxUses === null ? 'for any number of people' : `${maxUses} times`}. It is shown this once.`,
    )
    if (link.includes(':0/'))
      say('http.port is 0 and nothing runs: the port that start prints replaces the 0.')
    if (config.auth.registration === 'closed') say('auth.registration is "closed": nobody can use it now.')
  })
}

function count(text: string): number {
  if (/^[1-9]\d{0,4}$/.test(text) && Number(text) <= 10_000) return Number(text)
  throw new InvalidArgumentError('Expected a whole number from 1 to 10000.')
}
