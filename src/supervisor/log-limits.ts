/** Every bound of what the supervisor keeps of its children's output. */
export const logLimits = {
  /** A longer line is cut, so that one child cannot make another's lines unreadable, or fill the memory. */
  maxLineBytes: 16 * 1024,
  /** What a child may print, sustained and at once; beyond that it is dropped, and counted. */
  bytesPerSecond: 1024 * 1024,
  burstBytes: 8 * 1024 * 1024,
  /** How often a child that floods is mentioned. */
  dropReportIntervalMs: 1_000,
  /** What may wait for a slow reader of our own output. */
  maxBacklogBytes: 4 * 1024 * 1024,
  /** Kept of each child, for `status` and crash reports. */
  keptLines: 50,
  /** Lines wait for each other so long, or until there are so many, before they go to the log's file. */
  fileBatchMs: 200,
  fileBatchBytes: 64 * 1024,
  /** Of a line in a file: what a child may print, with every character escaped, and more. */
  maxStoredLineBytes: 1024 * 1024,
  /** Who may read the log by the control socket at once. */
  maxReaders: 16,
} as const
