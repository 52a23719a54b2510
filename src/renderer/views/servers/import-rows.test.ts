import { expect, it } from 'vitest'
import servers from '../../i18n/en/servers.json' with { type: 'json' }
import { importable, problemKey, sampleCsv, type PreviewRow } from './import-rows.ts'

const draft = {
  name: 'a',
  url: 'https://a:2083/api/v1',
  tags: [],
  folder: '',
  colour: 'none',
  environment: 'none',
  readOnly: false,
  notes: '',
  timeZone: null,
  allowHttp: false,
} as const
const row = (line: number, patch: Partial<PreviewRow> = {}): PreviewRow => ({
  line,
  draft,
  hasToken: false,
  problems: [],
  ...patch,
})

it('imports only lines that were read and have no problem', () => {
  const rows = [
    row(2),
    row(3, { draft: null, problems: [{ column: 'name', problem: 'invalid' }] }),
    row(4, { problems: [{ column: 'url', problem: 'already-here' }] }),
  ]
  expect(importable(rows).map(({ line }) => line)).toEqual([2])
})

it('has a sentence for each problem, and one for unknown problems', () => {
  expect(problemKey({ column: 'url', problem: 'already-here' })).toBe('servers.import.problem.alreadyHere')
  expect(problemKey({ column: 'moon', problem: 'full' })).toBe('servers.import.problem.other')
  const known = ['url', 'name', 'tags', 'folder', 'colour', 'environment', 'notes', 'timeZone'].map((column) =>
    problemKey({ column, problem: 'invalid' }),
  )
  known.push(
    ...['quotes', 'more-cells', 'fewer-cells', 'line-break'].map((problem) => problemKey({ column: '', problem })),
    problemKey({ column: 'read_only', problem: 'invalid' }),
  )
  expect(known).not.toContain('servers.import.problem.other')
  for (const key of known) expect(servers.import.problem).toHaveProperty(key.split('.').at(-1) ?? '')
})

it('has a sample in which every line has as many cells as the header', () => {
  const widths = sampleCsv
    .trim()
    .split('\n')
    .map((line) => line.split(',').length)
  expect(new Set(widths)).toEqual(new Set([11]))
})
