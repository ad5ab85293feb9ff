import type { Command } from 'commander'
import { findAccount } from '../accounts.ts'
import { examples } from '../examples.ts'
import { localTime, print, printJson, printTable } from '../output.ts'
import { withStore } from '../with-store.ts'

interface Options {
  readonly revokeAll?: true
  readonly json?: true
}

export function define(command: Command): void {
  command
    .argument('<username>', 'in any spelling that folds to it')
    .option('--revoke-all', 'end them all, at once')
    .option('--json', 'as JSON')
    .action(sessions)
  examples(command, [
    ['chat-stack user sessions alice', 'where she is logged in'],
    ['chat-stack user sessions alice --revoke-all', 'logs her out everywhere'],
  ])
}

async function sessions(username: string, options: Options, command: Command): Promise<void> {
  await withStore(command, async (store) => {
    const { id: accountId, username: name } = await findAccount(store, username)
    if (options.revokeAll) {
      const { revoked } = await store.execute('revoke_sessions', { accountId, exceptSessionId: null })
      if (options.json) return printJson({ revoked })
      return print(`${name} is logged out everywhere (${revoked} ${revoked === 1 ? 'session' : 'sessions'}).`)
    }
    const rows = await store.read('sessions', { accountId })
    if (options.json) {
      return printJson(
        rows.map((row) => ({
          session_id: String(row.sessionId),
          device: row.device,
          created_ts: row.createdAtMs,
          last_seen_ts: row.lastSeenAtMs,
          expires_ts: row.expiresAtMs,
        })),
      )
    }
    printTable(
      ['DEVICE', 'SINCE', 'LAST SEEN', 'ENDS'],
      rows.map((row) => [
        row.device,
        localTime(row.createdAtMs),
        localTime(row.lastSeenAtMs),
        localTime(row.expiresAtMs),
      ]),
    )
  })
}
