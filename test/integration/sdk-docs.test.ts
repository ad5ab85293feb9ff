import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { execa } from 'execa'
import { expect, it, onTestFinished } from 'vitest'

const root = path.join(import.meta.dirname, '../..')

it('every example in docs/sdk.md is correct TypeScript', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'chat-stack-sdk-docs-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const page = await readFile(path.join(root, 'docs/sdk.md'), 'utf8')
  const examples = [...page.matchAll(/```(tsx?)\n(.*?)```/gs)]
  for (const [index, [, ending, code = '']] of examples.entries()) {
    await writeFile(path.join(folder, `example-${index}.${ending}`), code)
  }
  await symlink(modules, path.join(folder, 'node_modules'))
  await writeFile(path.join(folder, 'package.json'), '{ "type": "module" }')
  await writeFile(path.join(folder, 'tsconfig.json'), JSON.stringify(settings))

  const { exitCode, stdout } = await execa({
    preferLocal: true,
    localDir: root,
    reject: false,
  })`tsc -p ${folder}`

  expect(stdout).toBe('')
  expect(exitCode).toBe(0)
  expect(examples.length).toBeGreaterThan(3)
})

const modules = path.join(root, 'node_modules')
const settings = {
  extends: path.join(root, 'tsconfig.json'),
  compilerOptions: {
    jsx: 'react-jsx',
    allowImportingTsExtensions: true,
    rewriteRelativeImportExtensions: false,
    typeRoots: [path.join(modules, '@types')],
    paths: {
      'chat-stack/client': [path.join(root, 'src/client/chat-client.ts')],
      'chat-stack/react': [path.join(root, 'src/client/use-chat.ts')],
    },
  },
  include: ['.'],
  exclude: [],
}
