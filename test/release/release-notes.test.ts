import { expect, test } from 'vitest'
import config from '../../electron-builder.config.ts'
import manifest from '../../package.json' with { type: 'json' }
import { releaseNotes } from '../../build/release-notes.ts'
import { plainNotes } from '../../src/main/updates.ts'

const changelog = `# Changelog

## Unreleased

- Later.

## 1.10.0 - 2027-02-01

### Added

- **Ten** things ([how](docs/ten.md)).

## 1.1.0 - 2027-01-01

- One thing.

## 1.0.0 - 2026-12-01
`

test('returns the section of exactly that version', () => {
  expect(releaseNotes('1.1.0', changelog)).toBe('- One thing.')
  expect(releaseNotes('1.10.0', changelog)).toBe('### Added\n\n- **Ten** things ([how](docs/ten.md)).')
})

test('refuses a version without notes', () => {
  for (const version of ['1.0.0', '2.0.0', '1.1', '']) {
    expect(() => releaseNotes(version, changelog)).toThrow(`says nothing of version ${version}`)
  }
})

test('the update dialog shows what the changelog says of the version that is packaged', () => {
  const { releaseNotes: packaged } = config.releaseInfo ?? {}
  expect(packaged).toBe(releaseNotes(manifest.version))
  const shown = plainNotes(packaged)
  expect(shown).not.toMatch(/[#*`<>]|\]\(/)
  expect(shown).not.toMatch(/…$/)
  expect(shown).toContain('IP sets: named lists of addresses')
})

test('Markdown becomes plain text', () => {
  expect(plainNotes(releaseNotes('1.10.0', changelog))).toBe('Added\n\n- Ten things (how).')
})
