/** A picture of a tray, where a reload of the page leaves it; its upload goes on under the same id. */
export interface KeptPicture {
  readonly id: string
  /** Of the tab and the person who put it there: it is nobody else's to send. */
  readonly tab: string
  readonly owner: string
  readonly room: string
  readonly file: File
  /** Ms since 1970, and the order in the tray. */
  readonly ts: number
}

const storeName = 'pictures'
/** The server forgets what is unfinished after as long. */
const lifetimeMs = 86_400_000

export async function keepPictures(pictures: readonly Omit<KeptPicture, 'tab'>[]): Promise<void> {
  await change((store) => {
    for (const picture of pictures) store.put({ ...picture, tab: tabId() } satisfies KeptPicture)
  })
}

/** Idempotent. */
export async function dropPicture(id: string): Promise<void> {
  await change((store) => store.delete(id))
}

/** Those of this tab and this person, in their order. Others that nobody came back for are forgotten. */
export async function keptPictures(owner: string): Promise<KeptPicture[]> {
  const all: KeptPicture[] = []
  await change((store) => {
    const read = store.getAll() as IDBRequest<KeptPicture[]>
    read.addEventListener('success', () => {
      for (const picture of read.result)
        if (picture.ts < Date.now() - lifetimeMs) store.delete(picture.id)
        else all.push(picture)
    })
  })
  const tab = tabId()
  return all
    .filter((picture) => picture.tab === tab && picture.owner === owner)
    .toSorted((one, other) => one.ts - other.ts)
}

/** As long as the tab's own storage, which a reload leaves alone. */
function tabId(): string {
  const key = 'chat-stack.tab'
  const known = sessionStorage.getItem(key)
  if (known !== null) return known
  const id = Array.from(crypto.getRandomValues(new Uint32Array(4)), String).join('-')
  sessionStorage.setItem(key, id)
  return id
}

/** One transaction. Rejects where the browser gives no storage: the picture then lives as long as the page. */
async function change(work: (store: IDBObjectStore) => void): Promise<void> {
  const db = await open()
  try {
    const transaction = db.transaction(storeName, 'readwrite')
    work(transaction.objectStore(storeName))
    await new Promise<void>((resolve, reject) => {
      transaction.addEventListener('complete', () => resolve())
      transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('aborted')))
    })
  } finally {
    db.close()
  }
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('chat-stack-tray', 1)
    request.addEventListener('upgradeneeded', () =>
      request.result.createObjectStore(storeName, { keyPath: 'id' }),
    )
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('not opened')))
  })
}
