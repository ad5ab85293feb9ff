import { useEffect } from 'react'

/** A phone's keyboard covers the page without making it smaller; this says how high the page really is. */
export function useVisualViewport(): void {
  useEffect(() => {
    const viewport = window.visualViewport
    if (viewport === null) return undefined
    const update = () =>
      document.documentElement.style.setProperty('--visual-viewport-height', `${viewport.height}px`)
    // Zooming by fingers changes it too, and then the page is to stay as it is.
    const onResize = () => {
      if (viewport.scale === 1) update()
    }
    update()
    viewport.addEventListener('resize', onResize)
    return () => viewport.removeEventListener('resize', onResize)
  }, [])
}
