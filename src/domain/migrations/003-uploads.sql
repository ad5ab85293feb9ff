-- A picture that came by `image_upload` keeps the name that its sender gave it, and what was sent under it, so that a
-- repeat is told from another picture [P-70]. Those that came in one piece have none of the three.
ALTER TABLE images ADD COLUMN client_upload_id BLOB CHECK (length(client_upload_id) = 16);
ALTER TABLE images ADD COLUMN sent_sha256 BLOB CHECK (length(sent_sha256) = 32);
ALTER TABLE images ADD COLUMN sent_bytes INTEGER;

CREATE UNIQUE INDEX images_by_upload ON images (owner_id, client_upload_id) WHERE client_upload_id IS NOT NULL;

-- What a user's pictures take is summed up at each upload, in the index alone.
DROP INDEX images_by_owner;
CREATE INDEX images_by_owner ON images (owner_id, bytes);
