/** `null`: it was sent already. */
export type Reply = Buffer | null

/** Sends answers in the order of their requests, among those that came in one turn of the loop [P-2]. */
export interface ReplyOrder<K extends object> {
  /** `answer` must not reject. */
  queue(key: K, answer: Buffer | Promise<Reply>): void
}

export function createReplyOrder<K extends object>(send: (key: K, reply: Buffer) => void): ReplyOrder<K> {
  const lastOfTurn = new Map<K, Promise<void>>()

  function queue(key: K, answer: Buffer | Promise<Reply>): void {
    const previous = lastOfTurn.get(key)
    if (previous === undefined && Buffer.isBuffer(answer)) return send(key, answer)
    if (lastOfTurn.size === 0) setImmediate(() => lastOfTurn.clear())
    lastOfTurn.set(key, sendAfter(previous, key, answer))
  }

  async function sendAfter(
    previous: Promise<void> | undefined,
    key: K,
    answer: Buffer | Promise<Reply>,
  ): Promise<void> {
    const reply = await answer
    await previous
    if (reply !== null) send(key, reply)
  }

  return { queue }
}
