import { readdirSync } from 'node:fs'
import js from '@eslint/js'
import { builtinRules } from 'eslint/use-at-your-own-risk'
import { createNodeResolver, importX } from 'eslint-plugin-import-x'
import vue from 'eslint-plugin-vue'
import tseslint from 'typescript-eslint'
import { mayCompareKinds, noKindNamed } from './run/kind-rule.mjs'

const forbid = (patterns) => ({ 'no-restricted-imports': ['error', { patterns }] })
const noNode = { regex: '^node:', message: 'This zone runs without Node.' }
const noElectron = { regex: '^electron(/|$)', message: 'Only src/main and src/preload know Electron.' }
const zodStaysInCore = { regex: '^zod$', message: 'zod probes eval, which the CSP forbids: the page uses types only.' }
const schemaTypesOnly = {
  // The titles of actions are functions without a schema.
  regex: 'shared/(contract|kinds/(?!titles\\.ts)|model/)',
  allowTypeImports: true,
  message: 'The page may import only types from the contract and the model.',
}

/**
 * A sentence in a template would exist in one language only. These are the attributes that screen readers read out, of
 * elements and of our own components.
 */
const spoken = [
  'aria-label',
  'aria-description',
  'aria-roledescription',
  'aria-valuetext',
  'aria-placeholder',
  'title',
  'alt',
  'label',
  'placeholder',
  'hint',
  'text',
  'description',
  'summary',
  'confirm-label',
  'error',
  'content',
]
/** Matches two words, or one word with a capital: text that is neither a key of the catalogue nor a code. */
const sentence = String.raw`/^[A-Z][a-z]|[A-Za-z]{2}\s|\s[A-Za-z]{2}/`
const noRawSentences = {
  'vue/no-bare-strings-in-template': [
    'error',
    {
      // Symbols, and texts that are the same in every language: examples, keys, names of packages.
      allowlist: [
        '·',
        '→',
        '−',
        '+',
        ':',
        ',',
        '.',
        '(',
        ')',
        '/',
        '_',
        'F5',
        'wsp_…',
        'example.com',
        '203.0.113.10',
        'gnome-keyring',
        'kwalletmanager',
      ],
      attributes: { '/.+/': spoken },
      directives: ['v-text'],
    },
  ],
  'vue/no-restricted-syntax': [
    'error',
    ...[
      'VElement > VExpressionContainer',
      `VAttribute[directive=true][key.argument.name=/^(${spoken.join('|')})$/] > VExpressionContainer`,
    ].map((place) => ({
      selector: `${place} :matches(Literal[value=${sentence}], TemplateElement[value.raw=${sentence}]):not(CallExpression[callee.name=/^tn?$/] TemplateElement)`,
      message: 'Every sentence a user reads is in src/renderer/i18n.',
    })),
    {
      selector: 'VElement + VText[value=/^ +$/] + VElement',
      message: "Write a space between two elements as {{ ' ' }}: Vue drops it once the line is wrapped there.",
    },
  ],
}

/**
 * Returns whether a function is a suite of tests: the function given to `describe`, `describe.each(…)`, `test.describe`
 * or `test.describe.serial`.
 */
function isSuite({ parent }) {
  let callee = parent.type === 'CallExpression' ? parent.callee : null
  while (callee) {
    if (callee.name === 'describe' || callee.property?.name === 'describe') return true
    callee = callee.object ?? callee.callee
  }
  return false
}

/** Limits all functions but suites as the core rule does. The tests inside a suite are counted by themselves. */
const coreFunctionLength = builtinRules.get('max-lines-per-function')
const functionLength = {
  meta: coreFunctionLength.meta,
  create: (context) => {
    const report = (problem) => {
      if (!isSuite(problem.node)) context.report(problem)
    }
    return coreFunctionLength.create(Object.create(context, { report: { value: report } }))
  },
}
const house = { rules: { 'function-length': functionLength } }

/** Makes a rule that forbids imports between folders: the layout of folders is the architecture. */
const zone = (target, from, message) => ({ target: `./src/${target}`, from: from.map((f) => `./src/${f}`), message })

/** The folders of the page. Each may import only the folders before it. */
const pageRooms = [
  'i18n',
  'api',
  'table',
  'stores',
  'composables',
  'components',
  'fleet',
  'changes',
  'vault',
  'addresses',
  'bulk',
  'kinds',
  'saved',
  'help',
  'welcome',
  'views',
]
const screens = readdirSync(new URL('src/renderer/views/', import.meta.url))
const pageZones = [
  ...pageRooms.slice(0, -1).map((room, at) => ({
    ...zone(
      `renderer/${room}`,
      pageRooms.slice(at + 1).map((later) => `renderer/${later}`),
      `renderer/${room} may import only the rooms before it in pageRooms.`,
    ),
    // Composables may import components/types.ts, the types of what base components show, because types are not code.
    except: room === 'composables' ? ['./types.ts'] : [],
  })),
  zone('renderer/components', ['renderer/stores'], 'a base component gets what it shows as props.'),
  ...screens.map((screen) => ({
    ...zone(
      `renderer/views/${screen}`,
      ['renderer/views'],
      'a screen imports no other screen: what two of them share is in a room of its own.',
    ),
    except: [`./${screen}`],
  })),
]

/**
 * Rooms of core, files and folders, each with what of core it may import: only rooms above it, so that no circle can
 * arise. `app.ts` joins them all, and tests may join several.
 */
const coreRooms = {
  csv: [],
  seal: [],
  'json-text.ts': [],
  'keyed-mutex.ts': [],
  'ports.ts': [],
  'clock.ts': ['ports.ts'],
  'sleep.ts': ['ports.ts'],
  'watched.ts': ['ports.ts'],
  log: ['ports.ts'],
  limiter: ['ports.ts'],
  'changing-methods.ts': [],
  'dispatch.ts': ['json-text.ts', 'changing-methods.ts', 'log'],
  'call-drain.ts': ['dispatch.ts'],
  'events.ts': ['json-text.ts', 'log'],
  'panel/endpoint.ts': [],
  'panel/reply-fields.ts': [],
  storage: ['ports.ts', 'log'],
  planning: ['limiter', 'storage'],
  kinds: ['csv', 'panel/endpoint.ts', 'panel/reply-fields.ts', 'storage', 'planning'],
  panel: ['ports.ts', 'log', 'limiter', 'panel/endpoint.ts', 'panel/reply-fields.ts', 'kinds'],
  activity: ['ports.ts', 'log', 'dispatch.ts', 'events.ts', 'storage'],
  settings: ['dispatch.ts', 'events.ts', 'storage'],
  views: ['ports.ts', 'dispatch.ts', 'events.ts', 'storage', 'activity'],
  'ip-sets': ['ports.ts', 'dispatch.ts', 'events.ts', 'storage', 'activity'],
  vault: ['seal', 'ports.ts', 'dispatch.ts', 'storage', 'activity'],
  connections: ['ports.ts', 'log', 'limiter', 'panel', 'storage', 'vault'],
  inventory: ['ports.ts', 'sleep.ts', 'log', 'limiter', 'events.ts', 'kinds', 'panel', 'storage', 'connections'],
  desktop: ['ports.ts', 'events.ts', 'storage', 'inventory'],
  diagnostics: ['ports.ts', 'log', 'dispatch.ts', 'storage', 'vault', 'inventory'],
  servers: [
    ...['csv', 'ports.ts', 'log', 'limiter', 'dispatch.ts', 'events.ts'],
    ...['panel', 'storage', 'activity', 'vault', 'connections', 'inventory'],
  ],
  rows: ['dispatch.ts', 'panel', 'servers'],
  ftp: ['dispatch.ts', 'servers'],
  cron: ['dispatch.ts', 'servers'],
  undo: ['dispatch.ts', 'storage', 'activity', 'views', 'ip-sets', 'connections', 'inventory', 'servers', 'cron'],
  data: ['seal', 'dispatch.ts', 'storage', 'ip-sets', 'vault', 'servers'],
  'bulk/types.ts': [
    ...['keyed-mutex.ts', 'ports.ts', 'log', 'events.ts', 'storage', 'activity', 'connections', 'inventory'],
  ],
  'bulk/plan': [
    ...['csv', 'ports.ts', 'limiter', 'events.ts', 'planning', 'kinds', 'panel', 'storage', 'connections'],
    ...['inventory', 'bulk/types.ts'],
  ],
  'bulk/run': ['ports.ts', 'sleep.ts', 'kinds', 'limiter', 'panel', 'planning', 'storage', 'bulk/types.ts'],
  'bulk/credentials': ['seal', 'dispatch.ts', 'storage', 'bulk/types.ts', 'bulk/run'],
  bulk: [
    ...['seal', 'dispatch.ts', 'planning', 'kinds', 'storage', 'bulk/types.ts', 'bulk/plan', 'bulk/run'],
    'bulk/credentials',
  ],
  'app-handlers.ts': ['ports.ts', 'dispatch.ts', 'storage', 'connections', 'inventory'],
}
const coreNames = Object.keys(coreRooms)
const isNoRoom = (entry) => /^\.|^app\.ts$|\.md$|\.test\.ts$/.test(entry)
for (const entry of readdirSync(new URL('src/core/', import.meta.url)))
  if (!coreNames.includes(entry) && !isNoRoom(entry)) throw new Error(`src/core/${entry} is missing from coreRooms`)
/** A room without the rooms inside it. */
const coreFiles = (room) => {
  const below = coreNames.filter((other) => other.startsWith(`${room}/`)).map((other) => other.slice(room.length + 1))
  const inside = [...new Set(below.map((other) => other.split('/')[0]))]
  return inside.length === 0 ? room : `${room}/!(${inside.join('|')})`
}
const coreZones = coreNames.map((room, at) => {
  const wrong = coreRooms[room].find((other) => !coreNames.slice(0, at).includes(other))
  if (wrong) throw new Error(`coreRooms: ${wrong} must come before ${room}, which imports it`)
  return {
    ...zone(`core/${coreFiles(room)}`, ['core'], `core/${room} may import only what coreRooms lists for it.`),
    except: [room, ...coreRooms[room]].map((name) => `./${name}`),
  }
})

const zones = [
  zone(
    'shared',
    ['core', 'shell', 'main', 'preload', 'web', 'demo', 'renderer'],
    'shared is the contract: it imports no other room.',
  ),
  zone('core', ['shell', 'main', 'preload', 'web', 'demo', 'renderer'], 'core knows no shell and no screen.'),
  zone(
    'renderer',
    ['core', 'shell', 'main', 'preload', 'web', 'demo'],
    'the screens reach core only through call() and events.',
  ),
  zone('preload', ['core', 'shell', 'main', 'web', 'demo', 'renderer'], 'the preload only passes calls and events on.'),
  zone(
    'demo',
    ['core', 'shell', 'main', 'preload', 'web', 'renderer'],
    'a stand-in panel must not share code with its client.',
  ),
  zone(
    'shell',
    ['main', 'preload', 'web', 'renderer'],
    'shell is what the two shells have in common: it knows neither.',
  ),
  ...pageZones,
  zone('main', ['web', 'preload'], 'the two shells do not know each other.'),
  // Every sentence is in the catalogue, including those of menus and notifications.
  {
    ...zone('main', ['renderer'], 'the shell knows no screen, only the catalogue of its own words.'),
    except: ['./i18n/native.ts', './i18n/languages.ts', './i18n/plurals.ts'],
  },
  zone('web', ['main', 'renderer', 'preload'], 'the two shells do not know each other.'),
]

/** The benchmarks have packages that only they install. `npm run bench:check` lints them. */
export const benchmarks = { ignores: ['bench/**'] }

export default tseslint.config(
  benchmarks,
  { ignores: ['out/**', 'node_modules/**', '**/.cache/**', 'test-results/**', 'playwright-report/**'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  ...vue.configs['flat/recommended'],
  {
    files: ['**/*.{ts,vue,js,mjs}'],
    plugins: { 'import-x': importX, house },
    settings: {
      'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.vue', '.js', '.mjs'] })],
      // Without these, no-cycle reads only .js files and finds nothing.
      'import-x/extensions': ['.ts', '.vue', '.js', '.mjs'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'], 'vue-eslint-parser': ['.vue'] },
    },
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones }],
      // A package never imports this project: its files need not be parsed to find a cycle.
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'no-undef': 'off',
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      // Prettier wraps code, not comments.
      'max-len': ['error', { code: 1000, comments: 120, ignoreUrls: true }],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'house/function-length': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      // `import { type X }` alone would still load the module at run time, and zod with it into the page.
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'vue/no-v-html': 'error',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/multi-word-component-names': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/attributes-order': 'off',
    },
  },
  {
    files: ['src/core/**'],
    ignores: ['**/*.test.ts', '**/fixtures.ts', '**/*.fixture.ts'],
    rules: { 'import-x/no-restricted-paths': ['error', { zones: [...zones, ...coreZones] }] },
  },
  { files: ['src/shared/**'], rules: forbid([noNode, noElectron]) },
  { files: ['src/core/**', 'src/shell/**', 'src/web/**', 'src/demo/**'], rules: forbid([noElectron]) },
  { files: ['src/renderer/**'], rules: forbid([noNode, noElectron, zodStaysInCore, schemaTypesOnly]) },
  {
    files: ['src/**'],
    ignores: mayCompareKinds,
    rules: { 'no-restricted-syntax': ['error', ...noKindNamed] },
  },
  { files: ['src/renderer/**/*.vue'], rules: noRawSentences },
  { files: ['src/preload/**'], rules: forbid([noNode]) },
  // Playwright reads the pattern of a fixture to find what it needs. An empty pattern means nothing.
  { files: ['test/e2e/**'], rules: { 'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }] } },
  { files: ['run.mjs', 'test/**', 'bench/**', 'src/web/index.ts', 'src/demo/**'], rules: { 'no-console': 'off' } },
)
