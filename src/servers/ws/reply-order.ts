/** `null`: it was sent already. */
export type Reply = Buffer | null

/** Sends answers in the order of their requests, among those that came in one turn of the loop [P-2]. */
export interface ReplyOrder<K extends object> {
  /** Resolves when the answer is sent. `answer` must not reject. */
  queue(key: K, answer: Buffer | Promise<Reply>): Promise<void>
}

/** A request that waits for its answer, or for the answers before it. */
interface Place {
  /** `undefined`: not known yet. */
  reply: Reply | undefined
  sent: () => void
}

export function createReplyOrder<K extends object>(send: (key: K, reply: Buffer) => void): ReplyOrder<K> {
  const linesOfTurn = new Map<K, Place[]>()

  function queue(key: K, answer: Buffer | Promise<Reply>): Promise<void> {
    const line = lineOf(key)
    return new Promise((resolve) => {
      const place: Place = { reply: undefined, sent: resolve }
      line.push(place)
      // A refusal is there at once, and goes out at once if nothing is before it.
      if (Buffer.isBuffer(answer)) known(answer)
      // One step from the answer to the socket for all, so that nothing overtakes what was settled before it in another turn.
      else void answer.then(known) // does not reject

      function known(reply: Reply): void {
        place.reply = reply
        sendReady(key, line)
      }
    })
  }

  function lineOf(key: K): Place[] {
    const known = linesOfTurn.get(key)
    if (known !== undefined) return known
    if (linesOfTurn.size === 0) setImmediate(() => linesOfTurn.clear())
    const line: Place[] = []
    linesOfTurn.set(key, line)
    return line
  }

  function sendReady(key: K, line: Place[]): void {
    for (let first = line[0]; first?.reply !== undefined; first = line[0]) {
      line.shift()
      if (first.reply !== null) send(key, first.reply)
      first.sent()
    }
  }

  return { queue }
}
