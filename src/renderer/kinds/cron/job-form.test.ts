import { describe, expect, it } from 'vitest'
import type { ErrorCode } from '../../../shared/errors.ts'
import { aJob } from '../../test-data/a-job.test-data.ts'
import {
  emptyJobForm,
  fieldOf,
  isDirty,
  jobFormOf,
  jobFormProblems,
  obstacles,
  patchAfterCreate,
  toDraft,
  toPatch,
} from './job-form.ts'
import { typeExpr } from './schedule/schedule-editor.ts'

const job = aJob()
const form = jobFormOf('s0', job)

describe('the patch', () => {
  it('is empty if nothing differs, with spaces at the ends ignored', () => {
    expect(toPatch(job, form)).toBeNull()
    expect(toPatch(aJob({ name: 'nightly ' }), jobFormOf('s0', aJob({ name: 'nightly ' })))).toBeNull()
    expect(toPatch(job, { ...form, name: ' nightly ', schedule: typeExpr(form.schedule, ' 0 3 * * * ') })).toBeNull()
  })
  it('has only the changed fields, and never the domain', () => {
    expect(
      toPatch(job, {
        ...form,
        domain: 'other.example',
        emailOnError: true,
        schedule: typeExpr(form.schedule, '5 3 * * *'),
      }),
    ).toEqual({
      cronExpr: '5 3 * * *',
      emailOnError: true,
    })
  })
})

describe('a new job', () => {
  const typed = { ...emptyJobForm('s0'), name: ' a ', command: ' /bin/true ', domain: ' ' }
  it('sends no empty domain', () => {
    expect(toDraft(typed)).toEqual({ name: 'a', command: '/bin/true', cronExpr: '0 3 * * *' })
    expect(toDraft({ ...typed, domain: ' a.example ' }).domain).toBe('a.example')
  })
  it('has settings only for what its draft cannot contain', () => {
    expect(patchAfterCreate(typed)).toBeNull()
    expect(patchAfterCreate({ ...typed, emailOnComplete: 'a@b.example', emailOnError: true, enabled: false })).toEqual({
      emailOnComplete: 'a@b.example',
      emailOnError: true,
      enabled: false,
    })
  })
})

it('names what prevents a form from being sent', () => {
  expect(jobFormProblems(emptyJobForm(''))).toEqual({
    server: 'server-missing',
    name: 'name-missing',
    command: 'command-missing',
  })
  expect(jobFormProblems({ ...form, command: 'a\nb' })).toEqual({ command: 'command-lines' })
  expect(obstacles(form, null)).toEqual([])
  expect(obstacles({ ...form, name: '', schedule: typeExpr(form.schedule, '0 3 *') }, null)).toEqual([
    'name',
    'schedule',
  ])
})

it('accepts @reboot, and in an edit an oddity that was there before', () => {
  expect(obstacles({ ...form, schedule: typeExpr(form.schedule, '@reboot') }, null)).toEqual([])
  const odd = jobFormOf('s0', aJob({ cronExpr: 'H * * * *' }))
  expect(obstacles({ ...odd, name: 'other' }, odd)).toEqual([])
  expect(obstacles({ ...odd, schedule: typeExpr(odd.schedule, 'H 3 * * *') }, odd)).toEqual(['schedule'])
})

it('knows whether closing would lose input', () => {
  expect(isDirty(form, jobFormOf('s0', job))).toBe(false)
  expect(isDirty(form, { ...form, schedule: typeExpr(form.schedule, '1 3 * * *') })).toBe(true)
})

describe('fieldOf', () => {
  const error = (panelMessage: unknown, code: ErrorCode = 'panel.invalid') => ({
    code,
    message: '',
    details: { panelMessage },
  })
  it.each([
    ['Command is required', 'command'],
    ['Cron job name is required', 'name'],
    ['Invalid cron expression: expected 5 fields', 'schedule'],
    ['cron_expr must not be empty', 'schedule'],
    ['Domain example.com does not exist', 'domain'],
    ['Invalid email address', 'email'],
  ])('points %j at %s', (sentence, field) => expect(fieldOf(error(sentence))).toBe(field))
  it('returns no field if no word fits', () => {
    expect(fieldOf(error('Bad request'))).toBeNull()
    expect(fieldOf(error(null))).toBeNull()
    expect(fieldOf(error('Command is required', 'panel.server-error'))).toBeNull()
    expect(fieldOf(error('exists', 'panel.conflict'))).toBe('name')
  })
})
