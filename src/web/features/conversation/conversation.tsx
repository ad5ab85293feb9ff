import { type DragEvent, useEffect, useRef, useState } from 'react'
import type { RoomState } from '../../../client/chat-state.ts'
import { limits } from '../../../protocol/limits.ts'
import { useClient } from '../../app/chat.tsx'
import { useText } from '../../i18n/language.tsx'
import { Composer } from '../composer/composer.tsx'
import { sortFiles } from '../composer/picture-files.ts'
import { PictureInput } from '../composer/picture-input.tsx'
import { isSilent, Silence } from '../composer/silence.tsx'
import { addUploads, trayOf, useTrays } from '../composer/tray.ts'
import { ConnectionBar } from '../connection/connection-bar.tsx'
import { roomTitle } from '../people/person-name.ts'
import { showToast } from '../toasts/toasts.ts'
import styles from './conversation.module.css'
import { ConversationHeader } from './conversation-header.tsx'
import { EmptyRoom } from './empty-room.tsx'
import { MessageLog } from './message-log.tsx'
import { TypingLine } from './typing-line.tsx'
import { useNewMarker } from './use-new-marker.ts'

/** One room, from its title to its composer. Pictures can be dropped anywhere on it. */
export function Conversation({ state }: { state: RoomState }) {
  const text = useText()
  const client = useClient()
  const { room } = state
  useEffect(() => client.openRoom(room.id), [client, room.id])
  const addFiles = useAddFiles(room.id)
  const drop = useDrop(addFiles)
  const marker = useNewMarker(state)
  const picker = useRef<HTMLInputElement>(null)
  const pick = () => picker.current?.click()
  const isQuiet = isSilent(room)
  const isEmpty = state.entries.length === 0 && !state.isLoading && !state.hasOlder && room.last_n === 0

  return (
    <main className={styles.conversation} {...(isQuiet ? {} : drop.handlers)}>
      <ConversationHeader state={state} />
      <ConnectionBar />
      {isEmpty ? <EmptyRoom room={room} onPick={pick} /> : <MessageLog state={state} marker={marker} />}
      <TypingLine typists={state.typing} />
      {isQuiet ? (
        <Silence room={room} />
      ) : (
        <>
          <Composer room={room} onFiles={addFiles} onPick={pick} />
          <PictureInput ref={picker} onFiles={addFiles} />
          {drop.isOver && <div className={styles.drop}>{text.composer.drop(roomTitle(room, text))}</div>}
        </>
      )}
    </main>
  )
}

function useAddFiles(room: string): (files: readonly File[]) => void {
  const text = useText()
  const client = useClient()
  return (files) => {
    const inTray = trayOf(room)(useTrays.getState()).length
    const sorted = sortFiles(files, {
      left: limits.maxImagesPerMessage - inTray,
      maxBytes: limits.maxImageBytes,
    })
    if (sorted.pictures.length > 0) addUploads(client, room, sorted.pictures)
    if (sorted.tooLarge) showToast(text.picture.tooLarge(limits.maxImageBytes / 2 ** 20), 'problem')
    else if (sorted.notPictures) showToast(text.picture.notPicture, 'problem')
    else if (sorted.tooMany) showToast(text.composer.tooMany(limits.maxImagesPerMessage), 'problem')
  }
}

function useDrop(onFiles: (files: readonly File[]) => void) {
  const [isOver, setOver] = useState(false)
  const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files')
  return {
    isOver,
    handlers: {
      onDragOver: (event: DragEvent) => {
        if (!hasFiles(event)) return
        event.preventDefault()
        setOver(true)
      },
      onDragLeave: (event: DragEvent) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false)
      },
      onDrop: (event: DragEvent) => {
        if (!hasFiles(event)) return
        event.preventDefault()
        setOver(false)
        onFiles([...event.dataTransfer.files])
      },
    },
  }
}
