import { connect, type Socket } from 'node:net'

/**
 * A WebSocket client that costs as little as can be, so that the load generator is not what is measured. It trusts
 * its server: text frames, unmasked and unfragmented. The masking key is zero, which leaves the payload as it is.
 */
export interface FrameSocket {
  send(text: string): void
  destroy(): void
}

export interface FrameSocketOptions {
  port: number
  path: string
  onOpen: (socket: FrameSocket) => void
  onText: (payload: Buffer, socket: FrameSocket) => void
  onClose: () => void
}

export function openFrameSocket({ port, path, onOpen, onText, onClose }: FrameSocketOptions): FrameSocket {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  const self: FrameSocket = {
    send: (text) => void socket.write(clientFrame(text)),
    destroy: () => void socket.destroy(),
  }
  let isOpen = false
  let rest: Buffer = Buffer.alloc(0)

  socket.on('connect', () => socket.write(upgradeRequest(port, path)))
  socket.on('error', () => {}) // 'close' follows, and says all that counts
  socket.on('close', onClose)
  socket.on('data', (chunk: Buffer) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    if (!isOpen) {
      const end = rest.indexOf('\r\n\r\n')
      if (end === -1) return
      if (!rest.subarray(0, end).includes('101'))
        throw new Error(`Expected 101, got ${rest.subarray(0, 60).toString()}`)
      isOpen = true
      rest = rest.subarray(end + 4)
      onOpen(self)
    }
    rest = readFrames(rest, socket, (payload) => onText(payload, self))
  })
  return self
}

function readFrames(buffer: Buffer, socket: Socket, onText: (payload: Buffer) => void): Buffer {
  let at = 0
  while (buffer.length - at >= 2) {
    const opcode = buffer.readUInt8(at) & 0x0f
    let length = buffer.readUInt8(at + 1) & 0x7f
    let header = 2
    if (length === 126) {
      if (buffer.length - at < 4) break
      length = buffer.readUInt16BE(at + 2)
      header = 4
    } else if (length === 127) {
      if (buffer.length - at < 10) break
      length = Number(buffer.readBigUInt64BE(at + 2))
      header = 10
    }
    if (buffer.length - at < header + length) break
    const payload = buffer.subarray(at + header, at + header + length)
    if (opcode === 1) onText(payload)
    else if (opcode === 9) socket.write(clientControl(0x8a, payload))
    at += header + length
  }
  return at === 0 ? buffer : buffer.subarray(at)
}

function upgradeRequest(port: number, path: string): string {
  return [
    `GET ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    '\r\n',
  ].join('\r\n')
}

function clientFrame(text: string): Buffer {
  const length = Buffer.byteLength(text)
  const header = length < 126 ? 6 : 8
  if (length > 65_535) throw new Error('the load generator sends short frames only')
  const frame = Buffer.alloc(header + length)
  frame[0] = 0x81
  if (length < 126) frame[1] = 0x80 | length
  else {
    frame[1] = 0x80 | 126
    frame.writeUInt16BE(length, 2)
  }
  frame.write(text, header)
  return frame
}

function clientControl(first: number, payload: Buffer): Buffer {
  return Buffer.concat([Buffer.from([first, 0x80 | payload.length, 0, 0, 0, 0]), payload])
}
