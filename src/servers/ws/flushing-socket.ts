import { WebSocket } from 'ws'

/**
 * The `ws` socket whose close, whoever causes it (we, the peer, a broken frame), lets out first what was queued for the
 * connection: nothing may follow a close frame.
 */
export class FlushingSocket extends WebSocket {
  beforeClose: (() => void) | undefined

  override close(code?: number, reason?: string | Buffer): void {
    this.beforeClose?.()
    super.close(code, reason)
  }
}
