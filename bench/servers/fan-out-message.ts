/** The message that every server of `fan-out` sends: 244 bytes of JSON, as in a quiet room. */
export function textOf(seq: number): string {
  const base = `{"type":"message","payload":{"message_id":"${seq}","room":"1","seq":${seq},"n":${seq},"ts":1795000000000,"sender_id":"7","sender_name":"Wei Zhang","images":[],"version":1,"text":"`
  return `${base.padEnd(244 - 3, '.')}"}}`
}

/** The same as a WebSocket frame of a server: FIN and text, a length in two bytes, no mask. */
export function frameOf(seq: number): Buffer {
  const payload = Buffer.from(textOf(seq))
  const header = Buffer.from([0x81, 126, payload.length >> 8, payload.length & 0xff])
  return Buffer.concat([header, payload])
}
