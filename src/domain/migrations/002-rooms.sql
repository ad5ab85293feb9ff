-- A direct room is a private one that is known by its people: their ids, ascending, with commas between them.
ALTER TABLE rooms ADD COLUMN people TEXT;
ALTER TABLE rooms ADD COLUMN archived_at_ms INTEGER;

CREATE UNIQUE INDEX direct_rooms ON rooms (people) WHERE people IS NOT NULL;

-- `hidden`: a direct room that its member put away, or where nothing was said yet; the next message shows it.
ALTER TABLE memberships ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1));
ALTER TABLE memberships ADD COLUMN notify_level TEXT NOT NULL DEFAULT 'all'
  CHECK (notify_level IN ('all', 'mentions', 'none'));

ALTER TABLE messages ADD COLUMN pinned_at_ms INTEGER;

CREATE INDEX pinned_messages ON messages (room_id, n) WHERE pinned_at_ms IS NOT NULL;

-- Who did what to whom. `actor_id` is NULL where the operator did it; `detail` is a role, or a message's id.
CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  room_id INTEGER NOT NULL REFERENCES rooms (id),
  actor_id INTEGER REFERENCES accounts (id),
  action TEXT NOT NULL,
  target_id INTEGER REFERENCES accounts (id),
  detail TEXT,
  at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX audit_by_room ON audit (room_id, id);
