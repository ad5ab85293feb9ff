import { type Debugger, Session } from 'node:inspector'
import { sourceStack } from '../../platform/source-stack.ts'

/** Native code, such as a query of SQLite, cannot be interrupted; it is not waited for any longer. */
const pauseTimeoutMs = 1_000

/** A recursion without end has more frames than anybody reads. */
const maxFrames = 40

/**
 * What the main thread is doing, innermost call first, `null` where it does not come to a halt in time. To be called in
 * another thread of the process. The main thread goes on afterwards.
 */
export async function takeMainStack(): Promise<string | null> {
  const session = new Session()
  const urls = new Map<string, string>()
  try {
    session.connectToMainThread()
    // A frame names its script by number alone.
    session.on('Debugger.scriptParsed', ({ params }) => urls.set(params.scriptId, params.url))
    const frames = await pause(session)
    const lines = frames
      .slice(0, maxFrames)
      .map((frame) => describe(frame, urls.get(frame.location.scriptId) ?? '<anonymous>'))
    return sourceStack(lines.join('\n'))
  } catch {
    // Another debugger is there, or the thread has no JavaScript to halt in: a report without a stack still helps.
    return null
  } finally {
    // Its pause ends with it.
    session.disconnect()
  }
}

function pause(session: Session): Promise<readonly Debugger.CallFrame[]> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The main thread does not halt')), pauseTimeoutMs)
    session.once('Debugger.paused', ({ params }) => {
      clearTimeout(timer)
      resolve(params.callFrames)
    })
    session.post('Debugger.enable')
    session.post('Debugger.pause')
  })
}

/** As in the stack of an error; lines and columns count from 0 here. */
function describe({ functionName, location }: Debugger.CallFrame, url: string): string {
  const place = `${url}:${location.lineNumber + 1}:${(location.columnNumber ?? 0) + 1}`
  return functionName === '' ? `    at ${place}` : `    at ${functionName} (${place})`
}
