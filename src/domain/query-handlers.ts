import { accountById, accountByUsername, accounts, credentials } from './accounts.ts'
import { roomAudit } from './audit.ts'
import { roomBans } from './bans.ts'
import { schemaVersion } from './db/migrations.ts'
import { history } from './history.ts'
import { finishedUpload, imageBytes } from './image-arrival.ts'
import { imageByFilename, knownFilenames } from './image-rows.ts'
import { invites } from './invites.ts'
import { members, users } from './people.ts'
import { pins } from './pins.ts'
import { place } from './place.ts'
import type { QueryInput, QueryKind, QueryResult } from './queries.ts'
import { allRooms, openRooms } from './rooms.ts'
import { search } from './search/search.ts'
import { searchState } from './search/search-state.ts'
import { sessionByToken, sessions } from './sessions.ts'
import { sync } from './sync.ts'
import type { Transaction } from './transaction.ts'

type QueryHandlers = { [K in QueryKind]: (tx: Transaction, input: QueryInput<K>) => QueryResult<K> }

const handlers: QueryHandlers = {
  place,
  ping: (tx) => ({ schemaVersion: schemaVersion(tx.db) }),
  credentials,
  account_by_id: accountById,
  account_by_username: accountByUsername,
  accounts,
  session_by_token: sessionByToken,
  sessions,
  history,
  sync,
  search,
  search_state: searchState,
  open_rooms: openRooms,
  members,
  users,
  room_bans: roomBans,
  pins,
  all_rooms: allRooms,
  room_audit: roomAudit,
  invites,
  image_by_filename: imageByFilename,
  known_filenames: knownFilenames,
  finished_upload: finishedUpload,
  image_bytes: imageBytes,
}

/** Throws `DomainError` for what is refused. */
export function runQuery<K extends QueryKind>(
  tx: Transaction,
  kind: K,
  input: QueryInput<K>,
): QueryResult<K> {
  return handlers[kind](tx, input)
}
