/**
 * Every bound of the wire contract, in one place. Sizes are in bytes unless the name says otherwise,
 * times in milliseconds. Those that an operator may change are defaults of the config (`limits.*`).
 */
export const limits = {
  /** [P-42] The largest frame of any kind; only `image_upload_request` may come near it. */
  maxPayloadBytes: 1536 * 1024,
  /** [P-42] The largest text frame of every other type. */
  maxFrameBytes: 256 * 1024,
  /** [P-42] ws assembles fragments in memory; its own default is 131,072 of them. */
  maxFragments: 64,
  /** [P-10] What a connection may send before it is authenticated. */
  maxUnauthenticatedBytes: 8 * 1024,
  unauthenticatedTimeoutMs: 5_000,
  maxUnauthenticatedPerAddress: 100,
  /** [P-42] UTF-8 bytes of a message's text. */
  maxTextBytes: 16 * 1024,
  maxImagesPerMessage: 10,
  /** Of a message that is answered. */
  maxQuoteCharacters: 200,
  /** Different emoji on one message. */
  maxReactions: 20,
  maxEmojiBytes: 32,
  /** Of one room. */
  maxPins: 100,
  /** In one direct room. */
  maxDirectPeople: 9,
  /** People who are named behind one emoji; of the others only the number is told. */
  maxReactionUsers: 50,
  /** [P-42] A picture inside an `image_upload_request`, decoded; larger ones go to `POST /api/images`. */
  maxInlineImageBytes: 1024 * 1024,
  maxImageBytes: 10 * 1024 * 1024,
  /** [P-71] Bytes of a picture in one binary frame, at most … */
  maxImageChunkBytes: 128 * 1024,
  /** … and at least, unless they are its last: a frame costs the same whatever is in it. */
  minImageChunkBytes: 16 * 1024,
  /** [P-71] Bytes of one picture that may be on their way without an ack. */
  imageWindowBytes: 512 * 1024,
  /** [P-72] Uploads of one user that may be under way at once … */
  maxOpenUploads: 4,
  /** … and that are kept to be gone on with; the oldest gives way to a new one. */
  maxUnfinishedUploads: 10,
  /** [P-72] An upload to which nothing comes for so long is put aside, … */
  uploadIdleMs: 60_000,
  /** … and forgotten if nobody goes on with it for so long. */
  uploadLifetimeMs: 24 * 60 * 60 * 1000,
  maxImagePixels: 40_000_000,
  maxConnectionsPerUser: 10,
  /** [P-65] Rooms that one may be in: beyond it the snapshot would be more than a connection may have unsent. */
  maxRoomsPerUser: 2_000,
  maxMadeRoomsPerUser: 1_000,
  /** [P-65] Direct rooms that one may be the first to open. */
  maxDirectRoomsPerUser: 1_000,
  /** [P-65] The log-in that was not used for longest makes room for a new one. */
  maxSessionsPerUser: 100,
  /** [P-42] New names of one user, told to each of their rooms: some at once, then one in a while. */
  renameBurst: 3,
  renameIntervalMs: 60_000,
  requestsPerSecond: 20,
  requestBurst: 40,
  messagesPerSecond: 5,
  messageBurst: 20,
  typingIntervalMs: 3_000,
  /** [P-40] The server pings this often … */
  heartbeatIntervalMs: 25_000,
  /** … and closes a connection that was silent for so much longer. */
  heartbeatGraceMs: 10_000,
  /** [P-41] Above this much unsent data, ephemeral events are dropped for the connection … */
  softBufferBytes: 256 * 1024,
  /** … and above this it is closed with 4001, and terminated after `slowCloseTimeoutMs`. */
  hardBufferBytes: 1024 * 1024,
  slowCloseTimeoutMs: 2_000,
  /** [P-30] Events in one page of `sync`. */
  maxSyncEvents: 200,
  /** [P-31] A gap wider than this is answered with `sync_reset`. */
  maxSyncGap: 1_000,
  syncResetMessages: 50,
  maxHistoryMessages: 100,
  maxMembersPage: 200,
  /** Of what is searched for. */
  maxSearchCharacters: 256,
  maxSearchHits: 30,
  searchesPerSecond: 4,
  searchBurst: 12,
  /** A search that finds little answers with what it has, and where to go on. */
  searchTimeoutMs: 500,
  /** Replies that are pages end at this size, with `more: true`. */
  maxReplyBytes: 256 * 1024,
  /** bcrypt reads 72 bytes and ignores the rest, so a longer password is refused [P-13]. */
  maxPasswordBytes: 72,
  minPasswordCharacters: 10,
  maxUsernameCharacters: 32,
  maxDisplayNameCharacters: 64,
  maxRoomNameCharacters: 64,
  maxTopicCharacters: 256,
  maxDeviceCharacters: 128,
  ticketLifetimeMs: 30_000,
} as const
