import type { Command } from 'commander'
import { examples } from '../examples.ts'
import { localTime, printJson, printTable } from '../output.ts'
import { withStore } from '../with-store.ts'

export function define(command: Command): void {
  command.option('--json', 'as JSON').action(list)
  examples(command, [
    ['chat-stack invite list', 'what still lets people in; the links themselves are not kept'],
  ])
}

async function list({ json = false }: { json?: boolean }, command: Command): Promise<void> {
  const invites = await withStore(command, (store) => store.read('invites', {}))
  if (json) return printJson(invites)
  printTable(
    ['ID', 'MADE BY', 'SINCE', 'USED', 'UNTIL'],
    invites.map((invite) => [
      invite.invite_id,
      invite.created_by,
      localTime(invite.created_ts),
      invite.max_uses === undefined ? String(invite.uses) : `${invite.uses} of ${invite.max_uses}`,
      invite.expires_ts === undefined ? 'it is revoked' : localTime(invite.expires_ts),
    ]),
  )
}
