import { ImageOff, RotateCw, X } from 'lucide-react'
import { useState } from 'react'
import { ChatError } from '../../../client/errors.ts'
import { useClient } from '../../app/chat.tsx'
import { IconButton } from '../../controls/button.tsx'
import { errorText } from '../../i18n/error-text.ts'
import { useFormat, useText } from '../../i18n/language.tsx'
import styles from './attachment.module.css'
import { cutPoint } from './middle-cut.ts'
import { removeUpload, retryUpload } from './tray.ts'
import type { Upload } from './upload.ts'

/** A picture in the tray, and how far it is. */
export function Attachment({ upload }: { upload: Upload }) {
  const text = useText()
  const client = useClient()
  const [head, tail] = cutPoint(upload.name)
  const canRetry = upload.state.name === 'failed' && isWorthRetrying(upload.state.error)
  const [isUnreadable, setUnreadable] = useState(false)
  const isPale = upload.state.name === 'waiting' || upload.state.name === 'uploading'
  return (
    <li className={styles.attachment}>
      {isUnreadable ? (
        <ImageOff className={styles.unreadable} size={18} aria-hidden="true" />
      ) : (
        <img
          className={`${styles.thumb} ${isPale ? styles.pale : ''}`}
          src={upload.previewUrl}
          alt=""
          onError={() => setUnreadable(true)}
        />
      )}
      <div className={styles.words}>
        <p className={styles.name} title={upload.name}>
          <span className={styles.head}>{head}</span>
          <span className={styles.tail}>{tail}</span>
        </p>
        <Status upload={upload} />
      </div>
      {canRetry && (
        <IconButton label={text.picture.retry(upload.name)} onClick={() => retryUpload(client, upload.id)}>
          <RotateCw size={16} aria-hidden="true" />
        </IconButton>
      )}
      <IconButton label={text.picture.remove(upload.name)} onClick={() => removeUpload(client, upload.id)}>
        <X size={16} aria-hidden="true" />
      </IconButton>
    </li>
  )
}

/** A file that the server cannot read stays so. */
function isWorthRetrying(error: unknown): boolean {
  return !(error instanceof ChatError) || error.retryable
}

function isNoPicture(error: unknown): boolean {
  return error instanceof ChatError && error.code === 'unsupported_media'
}

function Status({ upload: { state, bytes, name } }: { upload: Upload }) {
  const text = useText()
  const format = useFormat()
  const progress = (fraction: number) =>
    fraction < 1
      ? text.picture.progress(format.size(bytes * fraction), format.size(bytes))
      : text.picture.preparing
  const pause = (reason: ChatError) =>
    reason.code === 'disconnected' ? text.picture.waiting : errorText(text, reason)
  switch (state.name) {
    case 'waiting':
      return <p className={styles.status}>{text.picture.waiting}</p>
    case 'ready':
      return <p className={styles.status}>{text.picture.ready}</p>
    case 'failed':
      return (
        <p className={`${styles.status} ${styles.failed}`} role="alert">
          {isNoPicture(state.error) ? text.picture.notPicture : errorText(text, state.error)}
        </p>
      )
    case 'uploading':
      return (
        <>
          <p className={styles.status}>
            {state.pause === null ? progress(state.fraction) : pause(state.pause)}
          </p>
          <progress className={styles.bar} value={state.fraction} aria-label={name} />
        </>
      )
    default:
      return state satisfies never
  }
}
