import { useState } from 'react'
import { ChatError } from '../../../client/errors.ts'
import { limits } from '../../../protocol/limits.ts'
import type { RoomView } from '../../../protocol/views.ts'
import { type Problems, useForm } from '../../controls/use-form.ts'
import { useText } from '../../i18n/language.tsx'
import { nameProblem } from '../entry/account-fields.ts'

export type RoomNames = Pick<RoomView, 'name' | 'topic'>

export interface RoomFields extends RoomNames {
  setName: (name: string) => void
  setTopic: (topic: string) => void
  problems: Problems<keyof RoomNames>
}

/** What a room is called and what it is about: checked before it is sent, without the spaces around it. */
export function useRoomForm(before: RoomNames, submit: (names: RoomNames) => Promise<void>) {
  const text = useText()
  const [name, setName] = useState(before.name)
  const [topic, setTopic] = useState(before.topic)
  const names: RoomNames = { name: name.trim(), topic: topic.trim() }
  const isTopicLong = [...topic].length > limits.maxTopicCharacters
  const form = useForm<'name' | 'topic' | 'form'>({
    check: () => ({
      name: nameProblem(text, names.name, limits.maxRoomNameCharacters),
      topic: isTopicLong ? text.rooms.topicLong(limits.maxTopicCharacters) : null,
    }),
    submit: () => submit(names),
    fieldOf: (error) => (error instanceof ChatError && error.code === 'name_taken' ? 'name' : 'form'),
  })
  const isChanged = names.name !== before.name || names.topic !== before.topic
  const fields: RoomFields = { name, setName, topic, setTopic, problems: form.problems }
  return { ...form, isChanged, fields }
}
