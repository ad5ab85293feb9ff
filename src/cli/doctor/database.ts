import { existsSync } from 'node:fs'
import type { Config } from '../../config/schema.ts'
import { checkDatabase } from '../../domain/db/check.ts'
import { DatabaseError } from '../../domain/db/database-error.ts'
import { migrationStatus } from '../../domain/db/migrate.ts'
import { openDatabase } from '../../domain/db/open.ts'
import { searchState } from '../../domain/search/search-state.ts'
import { type Finding, ok, problem, warning } from './finding.ts'

/** Reads all of the file: a damaged database opens like a sound one. */
export function checkDatabaseFile({ database: { path } }: Config): Finding[] {
  if (!existsSync(path))
    return [ok('database', `${path}, to be made by the first start or "chat-stack migrate"`)]
  try {
    const { current, latest, pending } = migrationStatus(path)
    if (pending.length > 0) {
      return [
        warning(
          'database',
          `${path} is at version ${current} of ${latest}`,
          'chat-stack migrate brings it up.',
        ),
      ]
    }
    const { isSearchIndexSound } = checkDatabase(path)
    return [ok('database', `${path} is sound, at version ${current}`), checkSearch(path, isSearchIndexSound)]
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error
    return [problem('database', error.message, mending[error.fault] ?? 'Mend that, and run this again.')]
  }
}

function checkSearch(path: string, isSound: boolean): Finding {
  if (!isSound) {
    return warning(
      'search',
      'The search index is damaged; no message is',
      'chat-stack search rebuild makes it anew.',
    )
  }
  const db = openDatabase(path, 'read')
  try {
    const { messages, newLeft, oldLeft } = searchState({ db })
    const left = newLeft + oldLeft
    if (left === 0) return ok('search', `${messages.toLocaleString('en')} messages are indexed`)
    return ok(
      'search',
      `${left.toLocaleString('en')} of ${messages.toLocaleString('en')} messages are still to be indexed`,
    )
  } finally {
    db.close()
  }
}

const mending: Partial<Record<DatabaseError['fault'], string>> = {
  damaged: 'Stop the stack, and run chat-stack restore with the newest good backup.',
  schema_newer: 'Install the version of chat-stack that wrote it, or a newer one.',
  no_permission: 'Run this as the owner of the file.',
}
