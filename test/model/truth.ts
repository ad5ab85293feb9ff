import Database from 'better-sqlite3'
import { unpackUuid } from '../../src/domain/client-message-id.ts'

export interface StoredMessage {
  readonly key: string
  readonly seq: number
  readonly n: number
  readonly text: string
  readonly version: number
  readonly deleted: boolean
  /** `👍 7`: an emoji and whose it is, in one order. */
  readonly reactions: readonly string[]
}

/** What the database says when all is over. */
export interface Truth {
  /** Of each room, oldest first. */
  readonly messages: ReadonlyMap<string, readonly StoredMessage[]>
  readonly members: readonly { room: string; user: string; unread: number; lastSeq: number }[]
  /** When somebody was in a room, by its `seq`; `to` is where they left. */
  readonly stays: readonly { room: string; user: string; from: number; to: number }[]
  /** Whatever is wrong with the database by itself. */
  readonly faults: readonly string[]
}

export function readTruth(databasePath: string): Truth {
  const db = new Database(databasePath, { readonly: true })
  try {
    return { messages: messagesIn(db), members: membersIn(db), stays: staysIn(db), faults: faultsIn(db) }
  } finally {
    db.close()
  }
}

function messagesIn(db: Database.Database): Truth['messages'] {
  const rooms = new Map<string, StoredMessage[]>()
  for (const { room, id, deleted, reactions, ...row } of rowsIn(db)) {
    const messages = rooms.get(String(room)) ?? []
    rooms.set(String(room), messages)
    const own = (reactions ?? '').split(',').filter((reaction) => reaction !== '')
    messages.push({ ...row, key: unpackUuid(id), deleted: deleted === 1, reactions: own.toSorted() })
  }
  return rooms
}

interface MessageRow extends Pick<StoredMessage, 'seq' | 'n' | 'text' | 'version'> {
  room: number
  id: Buffer
  deleted: number
  reactions: string | null
}

function rowsIn(db: Database.Database): MessageRow[] {
  return db
    .prepare<[], MessageRow>(
      `SELECT room_id AS room, client_message_id AS id, seq, n, text, version, deleted_at_ms IS NOT NULL AS deleted,
         (SELECT group_concat(emoji || ' ' || account_id) FROM reactions WHERE message_id = messages.id) AS reactions
       FROM messages ORDER BY room_id, n`,
    )
    .all()
}

function membersIn(db: Database.Database): Truth['members'] {
  return db
    .prepare<[], Truth['members'][number]>(
      `SELECT CAST(room_id AS TEXT) AS room, CAST(account_id AS TEXT) AS user, last_n - last_read_n AS unread,
         last_seq AS lastSeq
       FROM memberships JOIN rooms ON rooms.id = room_id WHERE hidden = 0`,
    )
    .all()
}

/** A room's own events say who is in it; of a direct one, where one always is, whether it is put away. */
function staysIn(db: Database.Database): Truth['stays'] {
  const stays: { room: string; user: string; from: number; to: number }[] = []
  for (const { room, user, seq, begins } of [...membershipsIn(db), ...showingsIn(db)]) {
    if (begins) stays.push({ room, user, from: seq, to: Number.POSITIVE_INFINITY })
    const stay = stays.findLast((one) => one.room === room && one.user === user)
    if (!begins && stay !== undefined) stay.to = seq
  }
  return stays
}

interface Turn {
  room: string
  user: string
  seq: number
  begins: number
}

function membershipsIn(db: Database.Database): Turn[] {
  return db
    .prepare<[], Turn>(
      `SELECT CAST(room_id AS TEXT) AS room, CAST(detail ->> 'userId' AS TEXT) AS user, seq,
         detail ->> 'change' IN ('joined', 'added') AS begins
       FROM events
       WHERE type = 'member_changed' AND detail ->> 'change' IN ('joined', 'added', 'left', 'removed')
       ORDER BY gid`,
    )
    .all()
}

function showingsIn(db: Database.Database): Turn[] {
  return db
    .prepare<[], Turn>(
      `SELECT CAST(detail ->> 'roomId' AS TEXT) AS room, CAST(user_id AS TEXT) AS user,
         (SELECT count(*) + 1 FROM events AS earlier
          WHERE earlier.room_id = event.detail ->> 'roomId' AND earlier.gid < event.gid) AS seq,
         detail ->> 'shown' AS begins
       FROM events AS event
       WHERE type = 'rooms_changed' AND detail ->> 'shown' IS NOT NULL
       ORDER BY gid`,
    )
    .all()
}

/** Counters and logs without gaps [P-20], each key once for its sender [P-22]. */
function faultsIn(db: Database.Database): string[] {
  return db
    .prepare<[], string>(
      `SELECT 'room ' || id || ' counts other events than it has' FROM rooms AS r
       WHERE last_seq <> (SELECT count(*) FROM events WHERE room_id = r.id)
          OR last_seq <> (SELECT coalesce(max(seq), 0) FROM events WHERE room_id = r.id)
       UNION ALL
       SELECT 'room ' || id || ' counts other messages than it has' FROM rooms AS r
       WHERE last_n <> (SELECT count(*) FROM messages WHERE room_id = r.id)
          OR last_n <> (SELECT coalesce(max(n), 0) FROM messages WHERE room_id = r.id)
       UNION ALL
       SELECT 'a key is there twice' FROM messages GROUP BY sender_id, client_message_id HAVING count(*) > 1`,
    )
    .pluck()
    .all()
}
