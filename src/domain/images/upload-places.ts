import type { Upload } from './upload.ts'

/** Silent for so long, a place is as good as free: on a slow line chunks are smaller, and come more often. */
const silenceMs = 15_000

export type Holder = Pick<Upload, 'isReceiving' | 'heardAtMs'> & {
  readonly part: { readonly ownerId: number }
}

/**
 * [P-72] Where all places are taken: whose upload is put aside for somebody who has none, or fewer than others. That is the
 * one that was silent for long; else one of whoever has most, if the newcomer will have fewer even then. So nobody gives way
 * to one who would have to give way in turn. What is being prepared is soon done, and stays.
 */
export function whoGivesWay<H extends Holder>(
  open: readonly H[],
  { ownerId, nowMs }: { ownerId: number; nowMs: number },
): H | undefined {
  const receiving = open.filter(({ isReceiving }) => isReceiving)
  const bySilence = receiving.toSorted((one, other) => one.heardAtMs - other.heardAtMs)
  const [silent] = bySilence
  if (silent !== undefined && nowMs - silent.heardAtMs >= silenceMs) return silent
  const placesOf = (id: number) => open.filter(({ part }) => part.ownerId === id).length
  const most = Math.max(...receiving.map(({ part }) => placesOf(part.ownerId)))
  if (most <= placesOf(ownerId) + 1) return undefined
  return bySilence.find(({ part }) => placesOf(part.ownerId) === most)
}
