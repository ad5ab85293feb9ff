import { crc32, deflateSync } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'

/** Pictures that people send, and those that only an attacker does. All are made here; none is kept in the repository. */
const gradient = (width: number, height: number) =>
  sharp({
    create: {
      width,
      height,
      channels: 3,
      background: '#3a7',
      noise: { type: 'gaussian', mean: 128, sigma: 20 },
    },
  }).blur(2)

export async function jpeg(width = 640, height = 480): Promise<Buffer> {
  return gradient(width, height).jpeg().toBuffer()
}

/** 400 kB for 640 × 480 pixels: to send it takes longer than to read it. */
export function heavyJpeg(): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const
  const create = { width: 640, height: 480, channels: 3, background: '#3a7', noise } as const
  return sharp({ create }).jpeg({ quality: 100 }).toBuffer()
}

/** A photo as a telephone makes it: where it was taken, by what, and lying on its side (orientation 6). */
export function geotaggedJpeg(): Promise<Buffer> {
  return geotagged(gradient(640, 480)).jpeg().toBuffer()
}

export function geotagged(picture: Sharp): Sharp {
  return picture
    .withExif({
      IFD0: { Make: 'CanaryPhone', Orientation: '6' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '51/1 30/1 0/1',
        GPSLongitudeRef: 'W',
        GPSLongitude: '0/1 7/1 0/1',
      },
    })
    .withMetadata({ orientation: 6 })
    .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><canary>CanaryXmp</canary></x:xmpmeta>')
}

export async function truncatedJpeg(): Promise<Buffer> {
  const whole = await jpeg(1200, 900)
  return whole.subarray(0, Math.floor(whole.length / 2))
}

export async function png(width = 320, height = 200): Promise<Buffer> {
  return gradient(width, height).ensureAlpha(0.5).png().toBuffer()
}

export async function webp(width = 320, height = 200): Promise<Buffer> {
  return gradient(width, height).webp().toBuffer()
}

export async function animatedGif(frames = 5, width = 120, height = 80): Promise<Buffer> {
  const pictures = await Promise.all(
    Array.from({ length: frames }, (_, index) =>
      sharp({ create: { width, height, channels: 3, background: { r: index * 40, g: 90, b: 200 } } })
        .png()
        .toBuffer(),
    ),
  )
  return sharp(pictures, { join: { animated: true } })
    .gif({ delay: Array.from({ length: frames }, () => 80) })
    .toBuffer()
}

/** Ten megabytes of frames of one pixel each. */
export function gifOfManyFrames(frames = 400_000): Buffer {
  const header = Buffer.from('47494638396101000100800000000000ffffff', 'hex')
  const frame = Buffer.from('21f90404010000002c0000000001000100000202440100', 'hex')
  return Buffer.concat([header, ...Array<Buffer>(frames).fill(frame), Buffer.from([0x3b])])
}

/** 256 megapixels in some 31 KB: harmless to look at, a gigabyte to decode. */
export function pngBomb(width = 16_000, height = 16_000): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  // One bit a pixel, greyscale.
  header.set([1, 0, 0, 0, 0], 8)
  const row = 1 + Math.ceil(width / 8)
  const data = deflateSync(Buffer.alloc(row * height), { level: 9 })
  const signature = Buffer.from('89504e470d0a1a0a', 'hex')
  return Buffer.concat([
    signature,
    pngChunk('IHDR', header),
    pngChunk('IDAT', data),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}

export function svg(): Buffer {
  return Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><script>alert(1)</script></svg>',
  )
}

/** A picture to a decoder, a web page to a browser that guesses. */
export async function htmlPolyglot(): Promise<Buffer> {
  return Buffer.concat([await jpeg(), Buffer.from('<html><script>alert("CanaryScript")</script></html>')])
}

/** The worst that is within the limits: 40 megapixels that must be in memory as a whole. */
export async function progressiveJpeg40(): Promise<Buffer> {
  return enlarged(gradient(1936, 1291)).jpeg({ progressive: true, quality: 80 }).toBuffer()
}

export async function interlacedPng40(): Promise<Buffer> {
  return enlarged(gradient(242, 161)).png({ progressive: true, compressionLevel: 2 }).toBuffer()
}

function enlarged(picture: Sharp): Sharp {
  return picture.resize(7744, 5164, { fit: 'fill', kernel: 'nearest' })
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const chunk = Buffer.alloc(body.length + 8)
  chunk.writeUInt32BE(data.length, 0)
  body.copy(chunk, 4)
  chunk.writeUInt32BE(crc32(body), body.length + 4)
  return chunk
}
