import type { Example } from './examples.ts'
import type { LoadCommand } from './lazy-command.ts'

export interface Subcommand {
  readonly name: string
  readonly summary: string
  /** Imported only when the command is called, or asked for help: `chat-stack --help` imports none of them. */
  readonly load: LoadCommand
  /** Called where its group is called without a command. */
  readonly isDefault?: true
}

export interface Group {
  readonly name: string
  readonly summary: string
  readonly subcommands: readonly Subcommand[]
  readonly examples: readonly Example[]
}

/** Everything that `chat-stack` can be told to do, in the order of its help. */
export const subcommands: readonly (Subcommand | Group)[] = [
  { name: 'start', summary: 'start the servers, and stay with them', load: () => import('./start.ts') },
  { name: 'stop', summary: 'let the servers finish, and stop them', load: () => import('./stop.ts') },
  {
    name: 'reload',
    summary: 'read the settings again, and replace the servers without a gap',
    load: () => import('./reload.ts'),
  },
  {
    name: 'restart',
    summary: 'end and start the servers, or one of them',
    load: () => import('./restart.ts'),
  },
  { name: 'status', summary: 'show what runs, and how it is', load: () => import('./status.ts') },
  { name: 'logs', summary: 'show what was logged, and what is', load: () => import('./logs.ts') },
  {
    name: 'dev',
    summary: 'run from the sources, watching, with people and rooms to try',
    load: () => import('./dev.ts'),
  },
  {
    name: 'migrate',
    summary: 'bring the database to this version',
    examples: [
      ['chat-stack migrate --dry-run', 'what would be done'],
      ['chat-stack migrate', 'do it; a copy is kept before'],
    ],
    subcommands: [
      {
        name: 'up',
        summary: 'apply what is missing, after making a copy (the default)',
        load: () => import('./migrate/up.ts'),
        isDefault: true,
      },
      {
        name: 'status',
        summary: 'show which migrations are applied',
        load: () => import('./migrate/status.ts'),
      },
    ],
  },
  {
    name: 'backup',
    summary: 'put the database and its pictures into one file, while the servers run',
    load: () => import('./backup.ts'),
  },
  {
    name: 'restore',
    summary: 'put a backup in the place of what is there',
    load: () => import('./restore.ts'),
  },
  {
    name: 'export',
    summary: 'write rooms, people and messages as lines of JSON',
    load: () => import('./export.ts'),
  },
  {
    name: 'user',
    summary: 'people: add, list, passwords, roles, sessions',
    examples: [
      ['chat-stack user add alice --role owner', 'make an account'],
      ['chat-stack user passwd alice', 'when the password is forgotten'],
    ],
    subcommands: [
      { name: 'add', summary: 'make an account', load: () => import('./user/add.ts') },
      { name: 'list', summary: 'list all accounts', load: () => import('./user/list.ts') },
      { name: 'show', summary: 'show an account', load: () => import('./user/show.ts') },
      { name: 'passwd', summary: 'set a new password', load: () => import('./user/passwd.ts') },
      {
        name: 'role',
        summary: 'make somebody owner, moderator or member',
        load: () => import('./user/role.ts'),
      },
      { name: 'disable', summary: 'keep somebody out, at once', load: () => import('./user/disable.ts') },
      { name: 'enable', summary: 'let somebody in again', load: () => import('./user/enable.ts') },
      {
        name: 'sessions',
        summary: 'list or end the log-ins of an account',
        load: () => import('./user/sessions.ts'),
      },
      { name: 'remove', summary: 'remove an account for good', load: () => import('./user/remove.ts') },
    ],
  },
  {
    name: 'room',
    summary: 'rooms: list, create, archive, roles, audit',
    examples: [
      ['chat-stack room create Kitchen', 'a room that all may join'],
      ['chat-stack room audit Kitchen', 'who kicked, muted or banned whom'],
    ],
    subcommands: [
      { name: 'list', summary: 'list all rooms', load: () => import('./room/list.ts') },
      { name: 'create', summary: 'make a room', load: () => import('./room/create.ts') },
      { name: 'archive', summary: 'make a room read-only', load: () => import('./room/archive.ts') },
      { name: 'unarchive', summary: 'bring a room back', load: () => import('./room/unarchive.ts') },
      {
        name: 'role',
        summary: 'make somebody owner, moderator or member of a room',
        load: () => import('./room/role.ts'),
      },
      {
        name: 'audit',
        summary: 'show what was done to a room and the people in it',
        load: () => import('./room/audit.ts'),
      },
    ],
  },
  {
    name: 'invite',
    summary: 'links that let people register',
    examples: [
      ['chat-stack invite create --max-uses 5', 'one link for five people'],
      ['chat-stack invite list', 'the links that still work'],
    ],
    subcommands: [
      {
        name: 'create',
        summary: 'make an invite and print its link',
        load: () => import('./invite/create.ts'),
      },
      { name: 'list', summary: 'list the invites that still work', load: () => import('./invite/list.ts') },
      { name: 'revoke', summary: 'make an invite worthless', load: () => import('./invite/revoke.ts') },
    ],
  },
  {
    name: 'search',
    summary: 'the index that messages are searched by',
    examples: [['chat-stack search rebuild', 'make it anew, while people chat']],
    subcommands: [
      {
        name: 'status',
        summary: 'show how many messages are indexed',
        load: () => import('./search/status.ts'),
      },
      {
        name: 'rebuild',
        summary: 'empty the index; the running stack makes it anew',
        load: () => import('./search/rebuild.ts'),
      },
    ],
  },
  {
    name: 'config',
    summary: 'settings: check, print, begin a file',
    examples: [
      ['chat-stack config init', 'begin a file, with every option explained'],
      ['chat-stack config check', 'find every mistake in it'],
    ],
    subcommands: [
      {
        name: 'check',
        summary: 'find every mistake, or say what is in effect',
        load: () => import('./config/check.ts'),
      },
      {
        name: 'print',
        summary: 'print the effective settings as JSON',
        load: () => import('./config/print.ts'),
      },
      { name: 'init', summary: 'write a commented config file', load: () => import('./config/init.ts') },
      {
        name: 'schema',
        summary: 'print the JSON Schema of the config file',
        load: () => import('./config/schema.ts'),
      },
    ],
  },
  {
    name: 'doctor',
    summary: 'look for problems, and say how to mend them',
    load: () => import('./doctor.ts'),
  },
  {
    name: 'completion',
    summary: 'print a completion script for a shell',
    load: () => import('./completion.ts'),
  },
  {
    name: 'version',
    summary: 'show the versions of everything this runs on',
    load: () => import('./version.ts'),
  },
]
