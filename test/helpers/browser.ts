import { existsSync } from 'node:fs'
import { type Browser, chromium, type Locator } from 'playwright-core'

const candidates = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** A real Chromium: the one CHROMIUM_PATH names, the system's, or Playwright's own. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM_PATH'] ?? candidates.find((path) => existsSync(path))
  return chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [
      // Chromium's sandbox does not run as root, which is what containers are.
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      // Otherwise each start looks up addresses of its maker.
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-quic',
    ],
  })
}

/** What a picture on the page turned out to be, once all of it is there. */
export function decoded(picture: Locator): Promise<{ src: string; width: number; height: number }> {
  return picture.evaluate(async (element) => {
    const image = element as unknown as PageImage
    await image.decode()
    return { src: image.currentSrc, width: image.naturalWidth, height: image.naturalHeight }
  })
}

/** What is used of the page's HTMLImageElement, whose types are not those of Node. */
interface PageImage {
  decode(): Promise<void>
  currentSrc: string
  naturalWidth: number
  naturalHeight: number
}
