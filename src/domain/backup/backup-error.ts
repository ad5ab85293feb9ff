/** Why there is no backup, or none was restored; the message is for the operator. Nothing was changed. */
export class BackupError extends Error {
  override readonly name = 'BackupError'
}
