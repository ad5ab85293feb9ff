-- What the place is, once: the epoch that clients compare [P-31], and its name.
CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO meta (key, value)
VALUES ('epoch', lower(hex(randomblob(16)))), ('place_name', 'chat-stack');

-- A removed account stays as the sender of its messages, without a name: many NULLs are unique.
CREATE TABLE accounts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  username TEXT NOT NULL,
  username_folded TEXT UNIQUE,
  username_skeleton TEXT UNIQUE,
  display_name TEXT NOT NULL,
  display_name_folded TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('owner', 'moderator', 'member')),
  password_hash TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL,
  disabled_at_ms INTEGER,
  removed_at_ms INTEGER,
  last_seq INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX accounts_by_display_name ON accounts (display_name_folded) WHERE removed_at_ms IS NULL;

-- Secrets are kept as SHA-256. A session that waits for its ticket to be redeemed has no token yet.
CREATE TABLE sessions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  token_hash BLOB UNIQUE,
  ticket_hash BLOB UNIQUE,
  ticket_expires_at_ms INTEGER,
  device TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL,
  last_seen_at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX sessions_by_account ON sessions (account_id);
CREATE INDEX sessions_by_last_seen ON sessions (last_seen_at_ms);
CREATE INDEX sessions_by_creation ON sessions (created_at_ms);

-- The owner's one-time link: one at a time.
CREATE TABLE claim (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  secret_hash BLOB NOT NULL,
  expires_at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE invites (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  secret_hash BLOB NOT NULL UNIQUE,
  created_by INTEGER NOT NULL REFERENCES accounts (id),
  created_at_ms INTEGER NOT NULL,
  expires_at_ms INTEGER,
  max_uses INTEGER,
  uses INTEGER NOT NULL DEFAULT 0
) STRICT;

-- `last_seq` counts all durable changes of a room, `last_n` its messages [P-20].
CREATE TABLE rooms (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('open', 'private')),
  name TEXT NOT NULL,
  name_folded TEXT NOT NULL,
  name_skeleton TEXT NOT NULL,
  topic TEXT NOT NULL,
  is_default INTEGER NOT NULL DEFAULT 0 CHECK (is_default IN (0, 1)),
  created_by INTEGER REFERENCES accounts (id),
  created_at_ms INTEGER NOT NULL,
  last_message_at_ms INTEGER NOT NULL,
  last_seq INTEGER NOT NULL DEFAULT 0,
  last_n INTEGER NOT NULL DEFAULT 0
) STRICT;

-- A private room's name is nobody else's business, so it is not unique.
CREATE UNIQUE INDEX open_rooms_by_skeleton ON rooms (name_skeleton) WHERE kind = 'open';
CREATE INDEX open_rooms_by_name ON rooms (name_folded, id) WHERE kind = 'open';
CREATE UNIQUE INDEX default_room ON rooms (is_default) WHERE is_default = 1;

INSERT INTO rooms (kind, name, name_folded, name_skeleton, topic, is_default, created_at_ms, last_message_at_ms)
SELECT 'open', 'Everyone', 'everyone', 'everyone', '', 1, now_ms, now_ms
FROM (SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER) AS now_ms);

CREATE TABLE memberships (
  room_id INTEGER NOT NULL REFERENCES rooms (id),
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  role TEXT NOT NULL CHECK (role IN ('owner', 'moderator', 'member')),
  muted INTEGER NOT NULL DEFAULT 0 CHECK (muted IN (0, 1)),
  joined_at_ms INTEGER NOT NULL,
  last_read_n INTEGER NOT NULL,
  PRIMARY KEY (room_id, account_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX memberships_by_account ON memberships (account_id, room_id);

CREATE TABLE bans (
  room_id INTEGER NOT NULL REFERENCES rooms (id),
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  created_at_ms INTEGER NOT NULL,
  PRIMARY KEY (room_id, account_id)
) STRICT, WITHOUT ROWID;

-- `client_message_id` is the 16 bytes of a UUID; with its sender it is the key that makes repeats harmless [P-22].
CREATE TABLE messages (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  room_id INTEGER NOT NULL REFERENCES rooms (id),
  seq INTEGER NOT NULL,
  n INTEGER NOT NULL,
  sender_id INTEGER NOT NULL REFERENCES accounts (id),
  client_message_id BLOB NOT NULL,
  text TEXT NOT NULL,
  image_count INTEGER NOT NULL,
  reaction_count INTEGER NOT NULL DEFAULT 0,
  reply_to INTEGER REFERENCES messages (id),
  version INTEGER NOT NULL DEFAULT 1,
  created_at_ms INTEGER NOT NULL,
  edited_at_ms INTEGER,
  deleted_at_ms INTEGER
) STRICT;

CREATE UNIQUE INDEX messages_by_n ON messages (room_id, n);
CREATE UNIQUE INDEX messages_by_client_id ON messages (sender_id, client_message_id);

-- One row for one who was named; `account_id` 0 for all members at once, so that the cost does not grow with them.
CREATE TABLE mentions (
  room_id INTEGER NOT NULL REFERENCES rooms (id),
  account_id INTEGER NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (room_id, account_id, n)
) STRICT, WITHOUT ROWID;

CREATE INDEX mentions_by_message ON mentions (room_id, n);

CREATE TABLE images (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  owner_id INTEGER NOT NULL REFERENCES accounts (id),
  filename TEXT NOT NULL UNIQUE,
  thumb_filename TEXT NOT NULL UNIQUE,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  created_at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX images_by_owner ON images (owner_id);
CREATE INDEX images_by_age ON images (created_at_ms);

CREATE TABLE message_images (
  message_id INTEGER NOT NULL REFERENCES messages (id),
  position INTEGER NOT NULL,
  image_id INTEGER NOT NULL REFERENCES images (id),
  PRIMARY KEY (message_id, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX message_images_by_image ON message_images (image_id);

-- `id` is the order of use. `reaction_count` of the message says whether there is anything to look for.
CREATE TABLE reactions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  message_id INTEGER NOT NULL REFERENCES messages (id),
  emoji TEXT NOT NULL,
  account_id INTEGER NOT NULL REFERENCES accounts (id)
) STRICT;

CREATE UNIQUE INDEX reactions_by_message ON reactions (message_id, emoji, account_id);

-- The log, and the only way between processes: `gid` is the order of commits, each stream has its own `seq`.
-- It holds references, never bodies [P-24]: a message's id, or small facts in `detail`.
CREATE TABLE events (
  gid INTEGER PRIMARY KEY AUTOINCREMENT,
  room_id INTEGER REFERENCES rooms (id),
  user_id INTEGER REFERENCES accounts (id),
  seq INTEGER NOT NULL,
  type TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  message_id INTEGER,
  detail TEXT,
  CHECK ((room_id IS NULL) <> (user_id IS NULL))
) STRICT;

CREATE UNIQUE INDEX events_by_room ON events (room_id, seq) WHERE room_id IS NOT NULL;
CREATE UNIQUE INDEX events_by_user ON events (user_id, seq) WHERE user_id IS NOT NULL;
