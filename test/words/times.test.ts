import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'

it('the screens format times in one module', () => {
  const root = resolve('src/renderer')
  const others = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:ts|vue)$/.test(file) && !file.endsWith('.test.ts'))
    .filter((file) =>
      /Intl\.DateTimeFormat\(|toLocale(?:Time|Date)?String\(/.test(readFileSync(join(root, file), 'utf8')),
    )
  expect(others).toEqual([join('i18n', 'time-formats.ts')])
})
