'use strict'
// Which folder may import which: the direction that everything in here points. scripts/boundaries.test.ts
// plants a violation of every rule below and proves that it is found.

/** What each layer may import of ours, besides itself. `types` may be imported as types alone. */
const layers = {
  'src/protocol': {},
  'src/platform': {},
  // Defaults of settings that are bounds of the wire contract, stated once.
  'src/config': { values: ['src/platform', 'src/protocol/limits.ts'] },
  // A refusal carries a code of the wire's table, so that no second table of errors translates to it; rows that cross
  // the wire are encoded where they are read.
  'src/domain': {
    values: [
      'src/platform',
      'src/protocol/errors.ts',
      'src/protocol/frames.ts',
      'src/protocol/limits.ts',
      'src/protocol/removed-user.ts',
    ],
    types: ['src/protocol'],
  },
  'src/supervisor': { values: ['src/platform', 'src/protocol/ipc.ts'] },
  'src/servers/child': { values: ['src/config', 'src/platform', 'src/protocol'] },
  'src/servers/http': {
    values: ['src/servers/child', 'src/domain', 'src/config', 'src/protocol', 'src/platform'],
  },
  'src/servers/ws': {
    values: ['src/servers/child', 'src/domain', 'src/config', 'src/protocol', 'src/platform'],
  },
  'src/client': { values: ['src/protocol'] },
  'src/web': { values: ['src/client', 'src/protocol'] },
  'src/cli': { values: ['src/config', 'src/domain', 'src/supervisor', 'src/platform', 'src/protocol'] },
  bin: { values: ['src/cli'] },
}

const ours = '^(bin|src|test|scripts|bench|examples)/'
const tests = '[.]test[.]tsx?$'

const below = (paths) =>
  `^(${paths.map((path) => (path.endsWith('.ts') ? `${path}$` : `${path}/`)).join('|')})`

const directions = Object.entries(layers).map(([layer, { values = [], types = [] }]) => ({
  name: `direction:${layer}`,
  comment: `${layer} may import nothing of ours but ${[...values, ...types].join(', ') || 'its own'}`,
  severity: 'error',
  from: { path: below([layer]), pathNot: tests },
  to: { path: ours, pathNot: below([layer, ...values, ...types]) },
}))

const typesOnly = Object.entries(layers)
  .filter(([, { types }]) => types)
  .map(([layer, { values = [], types }]) => ({
    name: `types-only:${layer}`,
    comment: `${layer} may import only types from ${types.join(', ')}`,
    severity: 'error',
    from: { path: below([layer]), pathNot: tests },
    to: { path: below(types), pathNot: below(values), dependencyTypesNot: ['type-only'] },
  }))

module.exports = {
  forbidden: [
    ...directions,
    ...typesOnly,
    {
      name: 'known-folders',
      comment: 'a folder of src that this file does not list has no direction',
      severity: 'error',
      from: { path: '^(bin|src)/', pathNot: below(Object.keys(layers)) },
      to: {},
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: { path: ours },
      to: { circular: true },
    },
    {
      name: 'browser-safe',
      comment: 'protocol, client and web run in a browser, which has no node: modules',
      severity: 'error',
      from: { path: '^src/(protocol|client|web)/', pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'browser-packages',
      comment: 'protocol and client are small, and run anywhere: zod/mini is all they need',
      severity: 'error',
      from: { path: '^src/(protocol|client)/', pathNot: tests },
      to: { path: 'node_modules/', pathNot: 'node_modules/(zod/(v4/)?mini/|react/|@types/react/)' },
    },
    {
      name: 'platform-is-bare',
      comment: 'platform stands on Node built-ins, and on the log library',
      severity: 'error',
      from: { path: '^src/platform/', pathNot: tests },
      to: { path: 'node_modules/', pathNot: 'node_modules/pino/' },
    },
    {
      name: 'published-dependencies',
      comment: 'a development dependency is missing where the package is installed',
      severity: 'error',
      from: { path: '^(bin|src)/', pathNot: ['^src/(web|client)/', tests] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: { path: ours },
      to: { couldNotResolve: true, pathNot: '[.](css|svg|png)$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.cjs', '.mjs', '.json'],
    },
    moduleSystems: ['es6', 'cjs'],
  },
}
