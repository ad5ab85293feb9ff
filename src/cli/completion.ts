import { Argument, type Command } from 'commander'
import { examples } from './examples.ts'
import { defineNow } from './lazy-command.ts'
import { print } from './output.ts'

const shells = ['bash', 'zsh', 'fish'] as const

export function define(command: Command): void {
  command.addArgument(new Argument('<shell>', 'which shell').choices(shells)).action(completion)
  examples(command, [
    ['source <(chat-stack completion bash)', 'in ~/.bashrc'],
    ['chat-stack completion fish > ~/.config/fish/completions/chat-stack.fish', 'for fish'],
  ])
}

async function completion(shell: (typeof shells)[number], _: unknown, command: Command): Promise<void> {
  const program = command.parent
  if (program === null) throw new Error('Expected to run below a program.')
  await defineAll(program)
  print(scripts[shell](wordsOf(program, [])))
}

/** What may follow each command: `user` → `add list …`, `user add` → `--role --display-name …`. */
type Words = ReadonlyMap<string, readonly string[]>

async function defineAll(command: Command): Promise<void> {
  await defineNow(command)
  for (const child of command.commands) await defineAll(child)
}

function wordsOf(command: Command, path: readonly string[]): Words {
  const choices = command.registeredArguments.flatMap((argument) => argument.argChoices ?? [])
  const options = command.options.flatMap((option) => option.long ?? [])
  const names = command.commands.map((child) => child.name())
  const own: [string, readonly string[]] = [path.join(' '), [...names, ...choices, ...options, '--help']]
  return new Map([own, ...command.commands.flatMap((child) => [...wordsOf(child, [...path, child.name()])])])
}

const scripts = {
  bash: (words: Words) => `_chat_stack() {
  local typed="" word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) ;; *) typed="\${typed:+$typed }$word" ;; esac
  done
  case "$typed" in
${cases(words, (list) => `COMPREPLY=($(compgen -W "${list}" -- "\${COMP_WORDS[COMP_CWORD]}"))`)}
  esac
}
complete -o default -F _chat_stack chat-stack`,
  // In zsh a variable named `path` is the PATH.
  zsh: (words: Words) => `#compdef chat-stack
_chat_stack() {
  local typed="" word
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$word" in -*) ;; *) typed="\${typed:+$typed }$word" ;; esac
  done
  case "$typed" in
${cases(words, (list) => `compadd -- ${list}`)}
  *) _files ;;
  esac
}
compdef _chat_stack chat-stack`,
  fish: (words: Words) =>
    [
      'function __chat_stack_path',
      '  string match -v -- "-*" (commandline -opc)[2..-1] | string join " "',
      'end',
      'complete -c chat-stack -f',
      ...[...words].map(
        ([path, list]) => `complete -c chat-stack -n '${fishTest(path, words)}' -a '${list.join(' ')}'`,
      ),
    ].join('\n'),
}

/** A group's words end where one of its commands is named. */
function fishTest(path: string, words: Words): string {
  const isGroup = path === '' || [...words.keys()].some((other) => other.startsWith(`${path} `))
  return `string match -q -- "${path}${isGroup ? '' : '*'}" "$(__chat_stack_path)"`
}

/** A command's own words go on after its arguments, so the pattern ends open; longer names come first. */
function cases(words: Words, reply: (list: string) => string): string {
  return [...words]
    .toSorted(([a], [b]) => b.length - a.length)
    .map(([path, list]) => `  ${path === '' ? '""' : `"${path}"|"${path} "*`}) ${reply(list.join(' '))} ;;`)
    .join('\n')
}
