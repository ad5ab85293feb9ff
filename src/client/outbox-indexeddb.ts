import type { Database, IndexedDb, ObjectStore, Request, Work } from './browser-globals.ts'
import type { OutboxStore } from './outbox-store.ts'

/**
 * Unsent messages in the browser's database, where they outlive the page. All pages of the origin share it: two tabs may
 * both send an entry, and the server takes it once.
 */
export function createIndexedDbOutboxStore(indexedDb: IndexedDb): OutboxStore {
  let opened: Promise<Database> | null = null

  function database(): Promise<Database> {
    opened ??= open().catch((error: unknown) => {
      opened = null
      throw error
    })
    return opened
  }

  async function open(): Promise<Database> {
    const request = indexedDb.open('chat-stack', 1)
    request.addEventListener('upgradeneeded', () => {
      const store = request.result.createObjectStore(storeName, { keyPath: 'client_msg_id' })
      store.createIndex('owner', 'owner')
    })
    const db = await answered(request)
    // Another page wants a newer version of the database, or somebody cleared it: it is opened anew at the next use.
    db.addEventListener('versionchange', () => {
      db.close()
      opened = null
    })
    db.addEventListener('close', () => {
      opened = null
    })
    return db
  }

  async function write(change: (store: ObjectStore) => void): Promise<void> {
    const transaction = (await database()).transaction(storeName, 'readwrite')
    change(transaction.objectStore(storeName))
    await ended(transaction, 'complete', 'abort')
  }

  return {
    async load(owner) {
      const store = (await database()).transaction(storeName, 'readonly').objectStore(storeName)
      const entries = await answered(store.index('owner').getAll(owner))
      return entries.toSorted((one, other) => one.ts - other.ts)
    },
    put: (entry) => write((store) => store.put(entry)),
    remove: (clientMessageId) => write((store) => store.delete(clientMessageId)),
  }
}

const storeName = 'outbox'

async function answered<T>(request: Request<T>): Promise<T> {
  await ended(request, 'success', 'error')
  return request.result
}

function ended<Type extends string>(work: Work<Type>, success: Type, failure: Type): Promise<void> {
  return new Promise((resolve, reject) => {
    work.addEventListener(success, resolve)
    work.addEventListener(failure, () => reject(work.error))
  })
}
