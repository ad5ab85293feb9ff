import type { Command } from 'commander'
import { accountJson, accountState, findAccount } from '../accounts.ts'
import { examples } from '../examples.ts'
import { localTime, printFacts, printJson } from '../output.ts'
import { withStore } from '../with-store.ts'

export function define(command: Command): void {
  command.argument('<username>', 'in any spelling that folds to it').option('--json', 'as JSON').action(show)
  examples(command, [['chat-stack user show alice', 'who that is']])
}

async function show(username: string, { json = false }: { json?: boolean }, command: Command): Promise<void> {
  await withStore(command, async (store) => {
    const account = await findAccount(store, username)
    const sessions = await store.read('sessions', { accountId: account.id })
    if (json) return printJson({ ...accountJson(account), sessions: sessions.length })
    printFacts({
      Username: account.username,
      Name: account.displayName,
      Role: account.role,
      Since: localTime(account.createdAtMs),
      State: accountState(account),
      Sessions: String(sessions.length),
    })
  })
}
