import { Component, type ComponentType, lazy, type ReactNode, Suspense, useState } from 'react'
import { showToast } from '../features/toasts/toasts.ts'
import { useText } from '../i18n/language.tsx'
import { useClient } from './chat.tsx'

interface Closable {
  onClose?: () => void
}

/**
 * A component in a file of its own, which is loaded when it is first shown. Where it cannot be had, that is said, and what
 * was opened is closed: by `onMissing`, or by the component's own `onClose`. The next time it is asked for again.
 */
export function part<P extends object>(
  load: () => Promise<ComponentType<P>>,
  onMissing?: () => void,
): ComponentType<P> {
  let latest = lazily(load)
  return function Part(props: P) {
    const text = useText()
    const client = useClient()
    const [Loaded] = useState(() => latest)
    const giveUp = () => {
      latest = lazily(load)
      // Where the server can be reached, it is a newer one, whose files have other names.
      const isReachable = navigator.onLine && client.getState().connection.name === 'live'
      showToast(isReachable ? text.place.outdated : text.errors.disconnected, 'problem')
      const close = onMissing ?? (props as Closable).onClose
      close?.()
    }
    return (
      <PartBoundary onMissing={giveUp}>
        <Suspense fallback={null}>
          <Loaded {...props} />
        </Suspense>
      </PartBoundary>
    )
  }
}

class MissingPart extends Error {}

function lazily<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  return lazy(async () => {
    try {
      return { default: await load() }
    } catch (error) {
      throw new MissingPart('A part of the page could not be loaded', { cause: error })
    }
  })
}

/** Without one, what cannot be loaded would take the whole page with it. */
class PartBoundary extends Component<
  { onMissing: () => void; children: ReactNode },
  { error: Error | null }
> {
  override state: { error: Error | null } = { error: null }

  static getDerivedStateFromError(error: Error): { error: Error } {
    return { error }
  }

  override componentDidCatch(error: Error): void {
    if (error instanceof MissingPart) this.props.onMissing()
  }

  override render(): ReactNode {
    const { error } = this.state
    if (error === null) return this.props.children
    // What fails while it is shown is a fault, and not to be hidden.
    if (!(error instanceof MissingPart)) throw error
    return null
  }
}
