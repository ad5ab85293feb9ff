/**
 * Makes config.example.json, config.schema.json and docs/configuration.md from the config's schema. With `--check` it
 * only says whether they are up to date (exit 1: they are not).
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { exampleConfig } from '../src/config/example.ts'
import { configJsonSchema } from '../src/config/json-schema.ts'
import { configOptions, type Option } from '../src/config/options.ts'

const root = path.dirname(import.meta.dirname)
const files: Readonly<Record<string, string>> = {
  'config.example.json': exampleConfig({ schema: './config.schema.json', commented: false }),
  'config.schema.json': `${JSON.stringify(configJsonSchema(), null, 2)}\n`,
  'docs/configuration.md': reference(),
}

for (const [name, text] of Object.entries(files)) {
  const target = path.join(root, name)
  if (!process.argv.includes('--check')) {
    writeFileSync(target, text)
  } else if (!existsSync(target) || readFileSync(target, 'utf8') !== text) {
    console.error(`${name} is out of date: run "node scripts/generate-config-docs.ts".`)
    process.exitCode = 1
  }
}

function reference(): string {
  const sections = Object.entries(Object.groupBy(configOptions(), ({ section }) => section))
  return [
    introduction(),
    ...sections.map(([name, options = []]) => `## ${name}\n\n${options.map(entry).join('\n')}`),
  ].join('\n')
}

function introduction(): string {
  return `# Configuration

<!-- Made by scripts/generate-config-docs.ts from src/config/schema.ts. -->

chat-stack runs without a config file. \`chat-stack config init\` writes one with every option commented out at its default; \`chat-stack config check\` finds every mistake in it at once, and says what is in effect; \`chat-stack config print\` shows the settings that the servers get.

- **Where it is.** \`--config <file>\`, else the file that the variable \`CHAT_STACK_CONFIG\` names, else \`chat-stack.json\` in the working directory, else the defaults.
- **What it is.** JSON; comments and trailing commas are allowed. An option that does not exist is a mistake, not a wish.
- **Paths** that are relative start at the folder of the file. Without a file, and in variables, they start at the working directory. Nothing expands \`~\`.
- **Variables** come on top of the file: \`CHAT_STACK_HTTP__PORT=8080\` is \`http.port\`; two underscores stand for the dot. Lists are JSON: \`CHAT_STACK_WS__ALLOWED_ORIGINS='["https://chat.example.org"]'\`. \`null\` takes back what the file says, where an option may be null.
- **Editors** complete the file by \`config.schema.json\`, which \`$schema\` names; \`chat-stack config schema\` prints it.
- A mistake ends every command with exit code 78.

\`config.example.json\` is a whole file.
`
}

function entry({ name, description, expected, variable, default: standard }: Option): string {
  return `### \`${name}\`

${description}

- Value: ${expected}
- Default: \`${JSON.stringify(standard)}\`
- Variable: \`${variable}\`
`
}
