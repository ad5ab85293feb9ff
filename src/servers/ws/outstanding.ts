/** How much is under way, and when it is over. */
export interface Outstanding {
  begin(): void
  end(): void
  /** Resolves when nothing is under way. */
  none(): Promise<void>
}

export function createOutstanding(): Outstanding {
  let count = 0
  let waiting: (() => void)[] = []

  function end(): void {
    count -= 1
    if (count > 0) return
    const resolvers = waiting
    waiting = []
    for (const resolve of resolvers) resolve()
  }

  return {
    begin: () => void (count += 1),
    end,
    none: () => (count === 0 ? Promise.resolve() : new Promise<void>((resolve) => waiting.push(resolve))),
  }
}
