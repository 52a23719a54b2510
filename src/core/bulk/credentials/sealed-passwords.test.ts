import { expect, test } from 'vitest'
import { newKey } from '../../seal/passphrase-key.ts'
import { lockOf, openFile, openLine, readSeal, sealSecret, writeFile } from './sealed-passwords.ts'

const passphrase = 'correct horse'
const key = await newKey(passphrase, 1024)
const lineOf = (index: number, username: string, subject: string) => ({
  place: index,
  username,
  state: 'confirmed' as const,
  sealed: readSeal(
    sealSecret(key, 'r', index, { server: 'one', url: 'https://one.example', subject, password: `S3cure•${index}` }),
  ),
})

test.each([
  ['admin_deploy', 'deploy', null],
  ['deploy', 'deploy', null],
  ['other_deploy', 'Deploy', null],
  ['Admin_Deploy', 'admin_deploy', null],
  ['other_deploy', 'admin_deploy', 'admin_deploy'],
  ['admin_deployer', 'deploy', 'deploy'],
])('the account %s has the password that was sealed for %s', (username, subject, sealedFor) => {
  expect(openLine(key, 'r', lineOf(0, username, subject))).toMatchObject({ username, password: 'S3cure•0', sealedFor })
})

test('a name that does not match its seal does not keep the other lines from being opened', async () => {
  const lines = [lineOf(0, 'admin_a', 'admin_a'), lineOf(1, 'other_b', 'admin_b'), lineOf(2, 'admin_c', 'c')]
  const opened = await openFile(writeFile('r', lockOf(key), lines), passphrase)
  expect(opened.map(({ username, password, sealedFor }) => [username, password, sealedFor])).toEqual([
    ['admin_a', 'S3cure•0', null],
    ['other_b', 'S3cure•1', 'admin_b'],
    ['admin_c', 'S3cure•2', null],
  ])
})

test('a seal opens neither another line nor another run', () => {
  const [one, two] = [lineOf(0, 'admin_a', 'admin_a'), lineOf(1, 'admin_a', 'admin_a')]
  expect(() => openLine(key, 'r', { ...one, sealed: two.sealed })).toThrow(
    expect.objectContaining({ code: 'handout.damaged' }),
  )
  expect(() => openLine(key, 'another', one)).toThrow(expect.objectContaining({ code: 'handout.damaged' }))
})
