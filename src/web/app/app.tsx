import { lazy, Suspense, useEffect } from 'react'
import type { ChatClient } from '../../client/chat-client.ts'
import type { Invitation } from '../features/entry/invitation.ts'
import { Waiting } from '../features/entry/waiting.tsx'
import { usePreferences } from '../features/settings/preferences.ts'
import { LanguageProvider } from '../i18n/language.tsx'
import { ChatProvider, useChatState, useClient } from './chat.tsx'
import { leavePlace } from './leave-place.ts'
import { useSessionNotice } from './use-session-notice.ts'
import { useVisualViewport } from './use-visual-viewport.ts'

const Shell = lazy(async () => {
  // The first messages will want it; begun here, it comes beside the shell and not after it.
  import('../features/messages/markdown.tsx').catch(() => undefined)
  return { default: (await import('./shell.tsx')).Shell }
})
const Gate = lazy(async () => ({ default: (await import('../features/entry/gate.tsx')).Gate }))

interface Props {
  client: ChatClient
  /** What the page's address brought. */
  invitation: Invitation | null
}

export function App({ client, invitation }: Props) {
  useTheme()
  useVisualViewport()
  return (
    <LanguageProvider>
      <ChatProvider value={client}>
        <Suspense fallback={null}>
          <Door invitation={invitation} />
        </Suspense>
      </ChatProvider>
    </LanguageProvider>
  )
}

/** In, outside, or not known yet. */
function Door({ invitation }: { invitation: Invitation | null }) {
  const client = useClient()
  const isIn = useChatState((state) => state.account !== null)
  const connection = useChatState((state) => state.connection)
  const notice = useSessionNotice()
  useEffect(() => {
    if (!isIn && connection.name === 'closed') leavePlace()
  }, [isIn, connection.name])

  if (isIn) return <Shell />
  if (connection.name === 'closed') return <Gate invitation={invitation} notice={notice} />
  if ('signingIn' in connection && connection.signingIn)
    return <Gate invitation={invitation} notice={notice} />
  return (
    <Waiting
      isUnreachable={connection.name === 'waiting' || connection.name === 'offline'}
      onTry={() => client.connect()}
    />
  )
}

function useTheme(): void {
  const theme = usePreferences((preferences) => preferences.theme)
  useEffect(() => {
    if (theme === 'auto') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = theme
  }, [theme])
}
