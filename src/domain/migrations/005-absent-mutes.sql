-- Who left a room while muted is muted when they come back: leaving must not be a way to be heard.
CREATE TABLE absent_mutes (
  room_id INTEGER NOT NULL REFERENCES rooms (id),
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  PRIMARY KEY (room_id, account_id)
) STRICT, WITHOUT ROWID;
