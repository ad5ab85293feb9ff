import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

const container = document.getElementById('root')
if (container === null) throw new Error('Expected an element #root in index.html, found none')

createRoot(container).render(
  <StrictMode>
    <h1>chat-stack</h1>
  </StrictMode>,
)
