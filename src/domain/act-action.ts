/** What is written down of those who look after a room. */
export type ActAction =
  | 'kick'
  | 'mute'
  | 'unmute'
  | 'ban'
  | 'unban'
  | 'role'
  | 'update'
  | 'archive'
  | 'unarchive'
  | 'delete'
