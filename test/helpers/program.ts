import path from 'node:path'

/** The command line as it is installed: built, in a few files, with V8's code cache beside them. */
export const program = path.join(import.meta.dirname, '../../bin/chat-stack.cjs')
