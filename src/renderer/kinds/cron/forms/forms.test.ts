import { expect, it } from 'vitest'
import { editOf } from '../schedule/schedule-editor.ts'
import { patternOf, replaced } from './command-edit.ts'
import { jobsPatch, jobsProblems, type JobsForm } from './job-patch.ts'
import { valuesFor, variablesIn, variablesOfCopies, withValue } from './variables.ts'
import { wholeIn } from '../../../bulk/forms/whole-in.ts'

const untouched: JobsForm = {
  state: 'leave',
  schedule: 'leave',
  edit: editOf('0 3 * * *'),
  shift: '',
  command: 'leave',
  replacement: { find: '', replaceBy: '', regex: false },
  newCommand: '',
  mail: 'leave',
  mailTo: '',
  onError: 'leave',
}

it('replaces text literally, or by an expression with its groups', () => {
  expect(replaced('a.b a.b axb', { find: 'a.b', replaceBy: '$&', regex: false })).toBe('$& $& axb')
  expect(replaced('php7.4 php7.1', { find: 'php7\\.(\\d)', replaceBy: 'php8.$1', regex: true })).toBe('php8.4 php8.1')
  expect(replaced('same', { find: '(', replaceBy: 'x', regex: true })).toBe('same')
  expect(patternOf({ find: '(', regex: true })).toBeNull()
})

it('asks for something to change, and for the values of a chosen part', () => {
  expect(jobsProblems(untouched)).toEqual(['nothing'])
  expect(jobsProblems({ ...untouched, schedule: 'shift', shift: '0' })).toEqual(['shift'])
  expect(jobsProblems({ ...untouched, schedule: 'set', edit: editOf('99 * * * *') })).toEqual(['schedule'])
  expect(jobsProblems({ ...untouched, schedule: 'set', edit: editOf('@reboot') })).toEqual([])
  expect(jobsProblems({ ...untouched, command: 'replace' })).toEqual(['find'])
  expect(jobsProblems({ ...untouched, command: 'set', newCommand: 'a\nb' })).toEqual(['command'])
})

it('makes a patch of the chosen parts only', () => {
  expect(jobsPatch({ ...untouched, schedule: 'shift', shift: '−15', state: 'disable' })).toEqual({
    enabled: false,
    shiftMin: -15,
  })
  expect(jobsPatch({ ...untouched, mail: 'change', mailTo: ' ops@example.com ', onError: 'yes' })).toEqual({
    emailOnComplete: 'ops@example.com',
    emailOnError: true,
  })
})

it('finds the variables of commands and keeps only values that are used', () => {
  const names = variablesIn(['php {{home}}/cron.php', 'curl {{ domain }}', '{{other}}'])
  expect(names).toEqual(['domain', 'home'])
  const values = withValue(withValue(withValue({}, 'a', 'domain', 'x.example'), 'b', 'owner', 'me'), 'a', 'home', ' ')
  expect(valuesFor(values, ['a', 'b', 'c'], names)).toEqual({ a: { domain: 'x.example' } })
})

it('lets a copy get a domain if one of the jobs has one', () => {
  const job = { name: 'n', command: 'php {{home}}/cron.php', domain: null }
  expect(variablesOfCopies([job])).toEqual(['home'])
  expect(variablesOfCopies([job, { ...job, domain: 'a.example' }])).toEqual(['domain', 'home'])
  expect(variablesOfCopies([{ ...job, domain: '{{owner}}.example' }])).toEqual(['domain', 'home', 'owner'])
})

it('reads whole numbers within bounds', () => {
  expect(wholeIn(' 12 ', 12, 128)).toBe(12)
  expect(wholeIn('–5', -10, 0)).toBe(-5)
  for (const bad of ['', '1.5', '1e3', '129', 'x']) expect(wholeIn(bad, 12, 128)).toBeNull()
})
