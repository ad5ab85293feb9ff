CREATE INDEX owners_of_rooms ON memberships (room_id) WHERE role = 'owner';

-- Rooms that only disabled people own get the owner whom the domain would name (src/domain/heirs.ts), and an event says so.
INSERT INTO events (room_id, seq, type, at_ms, detail)
SELECT room_id, last_seq + 1, 'member_changed', CAST(unixepoch('subsec') * 1000 AS INTEGER),
  json_object('userId', account_id, 'change', 'role', 'by', NULL)
FROM (
  SELECT r.id AS room_id, r.last_seq, member.account_id, row_number() OVER (
    PARTITION BY r.id
    ORDER BY member.muted, member.role = 'moderator' DESC, member.joined_at_ms, member.account_id
  ) AS place
  FROM rooms AS r
  JOIN memberships AS member ON member.room_id = r.id
  JOIN accounts AS a ON a.id = member.account_id AND a.disabled_at_ms IS NULL
  WHERE r.is_default = 0 AND r.people IS NULL AND NOT EXISTS (
    SELECT 1 FROM memberships AS other JOIN accounts AS b ON b.id = other.account_id
    WHERE other.room_id = r.id AND other.role = 'owner' AND b.disabled_at_ms IS NULL
  )
)
WHERE place = 1;

-- The events above are ahead of their rooms, and no others are.
UPDATE memberships SET role = 'owner'
WHERE (room_id, account_id) IN (
  SELECT e.room_id, e.detail ->> 'userId' FROM rooms AS r JOIN events AS e ON e.room_id = r.id AND e.seq = r.last_seq + 1
);

UPDATE rooms SET last_seq = last_seq + 1
WHERE EXISTS (SELECT 1 FROM events AS e WHERE e.room_id = rooms.id AND e.seq = rooms.last_seq + 1);
