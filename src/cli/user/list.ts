import type { Command } from 'commander'
import { accountJson, accountState } from '../accounts.ts'
import { examples } from '../examples.ts'
import { localTime, print, printJson, printTable } from '../output.ts'
import { withStore } from '../with-store.ts'

export function define(command: Command): void {
  command.option('--json', 'as JSON').action(list)
  examples(command, [
    ['chat-stack user list', 'everybody'],
    [`chat-stack user list --json | jq -r '.[].username'`, 'for a script'],
  ])
}

async function list({ json = false }: { json?: boolean }, command: Command): Promise<void> {
  const accounts = await withStore(command, (store) => store.read('accounts', {}))
  if (json) return printJson(accounts.map(accountJson))
  if (accounts.length === 0) return print('Nobody has an account yet. chat-stack user add makes one.')
  printTable(
    ['USERNAME', 'NAME', 'ROLE', 'SINCE', 'STATE'],
    accounts.map((account) => [
      account.username,
      account.displayName,
      account.role,
      localTime(account.createdAtMs),
      accountState(account),
    ]),
  )
}
