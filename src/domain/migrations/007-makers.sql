-- How many rooms somebody made, and how many direct ones somebody opened, is counted before there is one more.
CREATE INDEX rooms_by_maker ON rooms (created_by) WHERE people IS NULL;
CREATE INDEX direct_rooms_by_maker ON rooms (created_by) WHERE people IS NOT NULL;
