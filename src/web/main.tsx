import './styles/fonts.css'
import './styles/tokens.css'
import './styles/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createChatClient } from '../client/chat-client.ts'
import { App } from './app/app.tsx'
import { keepFor } from './features/composer/writer.ts'
import { takeInvitation } from './features/entry/invitation.ts'

const container = document.getElementById('root')
if (container === null) throw new Error('Expected an element #root in index.html, found none')

const invitation = takeInvitation()
const client = createChatClient()
// Before anything of the place is rendered.
client.subscribe(() => {
  const { account } = client.getState()
  if (account !== null) keepFor(account.user_id)
})
client.connect()

createRoot(container).render(
  <StrictMode>
    <App client={client} invitation={invitation} />
  </StrictMode>,
)
