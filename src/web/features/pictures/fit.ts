export interface Size {
  width: number
  height: number
}

/** The largest size of the same shape within bounds; never larger than the picture itself, and never invisibly thin. */
export function fitWithin(picture: Size, bounds: Size): Size {
  const scale = Math.min(1, bounds.width / picture.width, bounds.height / picture.height)
  return {
    width: Math.max(minSidePx, Math.round(picture.width * scale)),
    height: Math.max(minSidePx, Math.round(picture.height * scale)),
  }
}

/** A picture of one pixel can still be pointed at. */
const minSidePx = 40
