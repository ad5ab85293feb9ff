import { plural } from './en-plural.ts'

/** Looking for messages. */
export const enSearch = {
  search: {
    open: 'Search messages',
    label: 'Search messages',
    placeholder: 'Search messages',
    tab: 'Search',
    clear: 'Clear',
    where: 'Where',
    allRooms: 'All rooms',
    thisRoom: 'This room',
    who: 'From',
    anyone: 'From anyone',
    me: 'From me',
    when: 'When',
    times: { ever: 'Any time', week: 'Past week', month: 'Past month', year: 'Past year' },
    results: 'Messages found',
    hint: 'Words, the beginning of a word, or “a phrase” in quotes.',
    searching: 'Searching',
    offline: "You're offline. Search works again when you're back.",
    nothing: (q: string) => `No messages with ${q}. Only your rooms are searched.`,
    nothingTitle: (q: string) => `No messages with ${q}`,
    nothingLead: 'Only your rooms are searched. Try fewer words, or the beginning of one.',
    widen: 'Search without the filters',
    found: (count: number, rooms: number) =>
      `${plural(count, '# message', '# messages')} in ${plural(rooms, '# room', '# rooms')}`,
    foundMore: (count: number) => `The newest ${count} messages`,
    order: 'Newest first',
    indexing: 'Older messages are still being indexed, and will be found soon.',
  },
}
