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
} as const
