-- Which words stand in which messages, and nothing more: no text, no positions. The words are cut by us (src/domain/search),
-- each behind the label of its part of the messages; the tokenizer only takes them apart again at the spaces.
CREATE VIRTUAL TABLE search_index USING fts5 (
  tokens,
  content = '',
  columnsize = 0,
  detail = none,
  tokenize = "ascii tokenchars '#@'"
);

-- What is deleted leaves the pages of the index at once, not with some later merge [P-24]. Merging is done in small
-- steps between commits, so it must never happen inside of one.
INSERT INTO search_index (search_index, rank)
VALUES ('secure-delete', 1), ('automerge', 0), ('crisismerge', 1000);

-- The messages from `oldest_id` to `newest_id` are indexed, in `form`: the way in which words are cut and folded.
CREATE TABLE search_progress (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  form TEXT NOT NULL,
  oldest_id INTEGER NOT NULL,
  newest_id INTEGER NOT NULL
) STRICT;

INSERT INTO search_progress (id, form, oldest_id, newest_id) VALUES (1, '', 1, 0);

-- Those between that are not: they were edited, and are to be indexed anew.
CREATE TABLE search_waiting (
  message_id INTEGER PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE
) STRICT;
