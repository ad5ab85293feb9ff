import sharp, { type Metadata, type Sharp, type SharpOptions } from 'sharp'

/** The two files made of one picture; sizes are in pixels, after rotation. */
export interface Reencoded {
  readonly picture: EncodedImage
  readonly thumbnail: EncodedImage
}

export interface EncodedImage {
  readonly data: Buffer
  readonly width: number
  readonly height: number
}

/** What a person is told who sent something that is not taken. */
export class RefusedPicture extends Error {
  readonly code: 'unsupported_media' | 'too_large'

  constructor(code: RefusedPicture['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

const longestEdge = 2048
const thumbnailEdge = 480

/** Above either, only the first frame is kept: an animation costs as much as all its frames together. */
const maxAnimationPixels = 16_000_000
const maxAnimationFrames = 300

/** Half the time of the default effort, for files that are 1 to 5 % larger. */
const still = { quality: 82, effort: 2 }
const animated = { quality: 75, effort: 1 }

/**
 * Reads a JPEG, PNG, WebP or GIF whatever its name says, and encodes it anew as WebP: upright, in sRGB, with none of the
 * bytes or metadata that came. The header alone is read before its pixels are counted. Throws `RefusedPicture`.
 */
export async function reencode(file: string, maxPixels: number): Promise<Reencoded> {
  allowOnlyRasterLoaders()
  const header = await readHeader(file)
  const framePixels = header.width * (header.pageHeight ?? header.height)
  if (framePixels > maxPixels) {
    const [has, takes] = [framePixels, maxPixels].map((pixels) => Math.ceil(pixels / 1e6))
    throw new RefusedPicture('too_large', `The picture has ${has} megapixels; the server takes ${takes}.`)
  }
  try {
    return await (isKeptMoving(header, framePixels, maxPixels)
      ? encodeAnimation(file, maxPixels)
      : encodeStill(file, maxPixels))
  } catch (error) {
    throw new RefusedPicture('unsupported_media', 'The picture is damaged or cut off.', { cause: error })
  }
}

/** One thread and no cache: a process lives for one picture, beside servers that are to stay quick. */
function allowOnlyRasterLoaders(): void {
  sharp.block({ operation: ['VipsForeignLoad'] })
  sharp.unblock({
    operation: ['Jpeg', 'Png', 'Webp', 'Nsgif'].map((format) => `VipsForeignLoad${format}File`),
  })
  sharp.concurrency(1)
  sharp.cache(false)
}

async function readHeader(file: string): Promise<Metadata> {
  try {
    return await sharp(file, { limitInputPixels: false }).metadata()
  } catch (error) {
    throw new RefusedPicture(
      'unsupported_media',
      'This is not a picture the server can read: JPEG, PNG, WebP or GIF.',
      { cause: error },
    )
  }
}

function isKeptMoving(header: Metadata, framePixels: number, maxPixels: number): boolean {
  const frames = header.pages ?? 1
  if (frames === 1 || frames > maxAnimationFrames) return false
  return frames * framePixels <= Math.min(maxAnimationPixels, maxPixels)
}

/** Decoded once, to the size that is kept: the thumbnail is made of that. */
async function encodeStill(file: string, maxPixels: number): Promise<Reencoded> {
  const decoded = await fitted(open(file, { limitInputPixels: maxPixels }).autoOrient(), longestEdge)
    .raw()
    .toBuffer({ resolveWithObject: true })
  const { width, height, channels } = decoded.info
  const pixels = () => sharp(decoded.data, { raw: { width, height, channels } })
  return {
    picture: await encoded(pixels().webp(still)),
    thumbnail: await encoded(fitted(pixels(), thumbnailEdge).webp(still)),
  }
}

async function encodeAnimation(file: string, maxPixels: number): Promise<Reencoded> {
  const moving = () => open(file, { limitInputPixels: maxPixels, pages: -1 })
  return {
    picture: await encoded(fitted(moving(), longestEdge).webp(animated)),
    thumbnail: await encoded(fitted(moving(), thumbnailEdge).webp(animated)),
  }
}

/** Read from top to bottom, where the format allows it; what breaks off or contradicts itself is an error. */
function open(file: string, options: SharpOptions): Sharp {
  return sharp(file, { failOn: 'error', sequentialRead: true, ...options })
}

function fitted(image: Sharp, edge: number): Sharp {
  return image.resize({ width: edge, height: edge, fit: 'inside', withoutEnlargement: true })
}

async function encoded(image: Sharp): Promise<EncodedImage> {
  const { data, info } = await image.toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.pageHeight ?? info.height }
}
