import { plural } from './en-plural.ts'
import { enSearch } from './en-search.ts'

const lists = new Intl.ListFormat('en', { type: 'conjunction' })

/** What can be done with a message, and how one is looked for. */
export const enMessages = {
  ...enSearch,
  actions: {
    label: 'Actions on this message',
    react: 'React',
    reply: 'Reply',
    edit: 'Edit',
    copyText: 'Copy text',
    copyLink: 'Copy link',
    linkCopied: 'Link copied',
    person: (name: string) => `About ${name}…`,
    delete: 'Delete',
    more: 'More',
    deleteTitle: 'Delete this message?',
    deleteLead: (pictures: number) =>
      pictures === 0
        ? 'It goes for everyone.'
        : `It goes for everyone, with its ${pictures === 1 ? 'picture' : 'pictures'}.`,
    deleteBackups: 'Backups made before now still hold it.',
    deleteKeep: 'Keep it',
    deleteAction: 'Delete message',
    deleted: 'Message deleted',
  },
  reactions: {
    label: 'Reactions',
    add: 'Add a reaction',
    you: 'You',
    /** Who they are, and how many besides; in the order they reacted. */
    who: (names: readonly string[], others: number) =>
      lists.format(others > 0 ? [...names, plural(others, '# more', '# more')] : names),
    button: (emoji: string, count: number, who: string) => `${emoji} ${count}, ${who}`,
    showAll: (count: number) => plural(count, 'Show # more reaction', 'Show # more reactions'),
  },
  emoji: {
    title: 'Emoji',
    search: 'Find an emoji',
    recent: 'Used last',
    found: 'Found',
    groups: [
      'Faces',
      'People',
      'Animals and nature',
      'Food and drink',
      'Travel and places',
      'Activities',
      'Objects',
      'Symbols',
      'Flags',
    ] as readonly string[],
    none: (query: string) => `No emoji is called ${query}.`,
    count: (count: number) => plural(count, '# emoji', '# emoji'),
    tone: 'Skin tone',
    tones: ['None', 'Light', 'Medium light', 'Medium', 'Medium dark', 'Dark'] as readonly string[],
    unloaded: 'The emoji could not be loaded. Check the connection, then open this again.',
  },
  quote: {
    jump: (name: string) => `Go to the message of ${name}`,
    deleted: 'This message was deleted',
    picture: 'A picture',
    replying: (name: string) => `Reply to ${name}`,
    cancelReply: 'Do not reply',
    editing: 'Edit your message',
    cancelEdit: 'Leave it as it was',
  },
  mentions: {
    label: 'People to mention',
    room: 'Everyone in this room',
  },
}
