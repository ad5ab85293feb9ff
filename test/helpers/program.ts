import path from 'node:path'
import { isBuilt } from '../../scripts/setup/build.cjs'

const root = path.resolve(import.meta.dirname, '../..')

/** The command line as it is installed: built, in a few files, with V8's code cache beside them. */
export const program = path.join(root, 'bin/chat-stack.cjs')

// Without this a test would pass or fail by code that is not there any more.
if (!isBuilt(root))
  throw new Error(
    'Expected dist to be built from the sources as they are, found an older one or none. `npm test -- FILE` builds it first, as `npm run build` does.',
  )
