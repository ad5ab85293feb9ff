import { useState } from 'react'

const steps = [1, 2, 4]

/** One step nearer or farther; the ends hold. */
export function nextZoom(zoom: number, direction: 1 | -1): number {
  const index = Math.min(Math.max(steps.indexOf(zoom) + direction, 0), steps.length - 1)
  return steps[index] ?? 1
}

/** Each picture begins as a whole. */
export function useZoom(pictureId: string): { zoom: number; setZoom: (zoom: number) => void } {
  const [zoomed, setZoomed] = useState({ pictureId, zoom: 1 })
  return {
    zoom: zoomed.pictureId === pictureId ? zoomed.zoom : 1,
    setZoom: (zoom) => setZoomed({ pictureId, zoom }),
  }
}
