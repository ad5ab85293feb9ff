/** `null`: it was sent already. */
export type Reply = Buffer | null

/** Sends answers in the order of their requests, among those that came in one turn of the loop [P-2]. */
export interface ReplyOrder<K extends object> {
  /** Resolves when the answer is sent. `answer` must not reject. */
  queue(key: K, answer: Buffer | Promise<Reply>): Promise<void>
}

export function createReplyOrder<K extends object>(send: (key: K, reply: Buffer) => void): ReplyOrder<K> {
  const lastOfTurn = new Map<K, Promise<void>>()

  function queue(key: K, answer: Buffer | Promise<Reply>): Promise<void> {
    const previous = lastOfTurn.get(key)
    if (lastOfTurn.size === 0) setImmediate(() => lastOfTurn.clear())
    const sent = sendAfter(previous, key, answer)
    lastOfTurn.set(key, sent)
    return sent
  }

  async function sendAfter(
    previous: Promise<void> | undefined,
    key: K,
    answer: Buffer | Promise<Reply>,
  ): Promise<void> {
    // A refusal is there at once, and goes out at once if nothing is before it.
    const reply = Buffer.isBuffer(answer) ? answer : await answer
    if (previous !== undefined) await previous
    if (reply !== null) send(key, reply)
  }

  return { queue }
}
