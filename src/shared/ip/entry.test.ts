import { describe, expect, it } from 'vitest'
import { parseEntry } from './entry.ts'

describe('parseEntry', () => {
  it.each([
    ['203.0.113.7', ['203.0.113.7/32'], []],
    [' 203.0.113.7 ', ['203.0.113.7/32'], []],
    ['203.0.113.7/24', ['203.0.113.0/24'], ['host-bits']],
    ['203.0.113.0/255.255.255.0', ['203.0.113.0/24'], ['netmask']],
    ['203.0.113.9/255.255.255.0', ['203.0.113.0/24'], ['netmask', 'host-bits']],
    ['2001:DB8:0::A', ['2001:db8::a/128'], []],
    ['::ffff:203.0.113.7', ['203.0.113.7/32'], ['ipv4-mapped']],
    ['::FFFF:cb00:7107/120', ['203.0.113.0/24'], ['ipv4-mapped', 'host-bits']],
    ['::ffff:0:0/96', ['0.0.0.0/0'], ['ipv4-mapped']],
    ['::ffff:0:0/95', ['::fffe:0:0/95'], ['host-bits']],
    ['::1.2.3.4', ['::102:304/128'], []],
    ['10.0.0.0-10.0.0.255', ['10.0.0.0/24'], []],
    ['10.0.0.5 – 10.0.0.6', ['10.0.0.5/32', '10.0.0.6/32'], []],
    ['10.0.0.5-10.0.0.5', ['10.0.0.5/32'], []],
    ['::ffff:10.0.0.0-10.0.0.1', ['10.0.0.0/31'], ['ipv4-mapped']],
    ['2001:db8::-2001:db8::f', ['2001:db8::/124'], []],
  ])('reads %s', (text, cidrs, notes) => {
    expect(parseEntry(text)).toEqual({ ok: true, cidrs, notes })
  })

  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['office', 'not-an-address'],
    ['office.example.com', 'host-name'],
    ['my-office.example.com', 'host-name'],
    ['fed-1.example.com', 'host-name'],
    ['https://203.0.113.7/', 'url'],
    ['203.0.113.7:21', 'port'],
    ['[2001:db8::1]:2083', 'port'],
    ['fe80::1%eth0', 'zone-id'],
    ['203.0.113.*', 'wildcard'],
    ['10.0/8', 'shorthand'],
    ['127.1', 'shorthand'],
    ['2130706433', 'shorthand'],
    ['0x7f.0.0.1', 'number-base'],
    ['010.0.0.1', 'leading-zero'],
    ['10.0.0.1/08', 'leading-zero'],
    ['10.0.0.256', 'octet-range'],
    ['10.0.0.1/', 'prefix-invalid'],
    ['10.0.0.1/x', 'prefix-invalid'],
    ['10.0.0.1/33', 'prefix-range'],
    ['2001:db8::/129', 'prefix-range'],
    ['10.0.0.1/0.0.0.255', 'mask-invalid'],
    ['10.0.0.1/0.0.0.0', 'mask-invalid'],
    ['10.0.0.1/255.0.255.0', 'mask-invalid'],
    ['10.0.0.1-', 'range-incomplete'],
    ['-10.0.0.1', 'range-incomplete'],
    ['10.0.0.1-9', 'range-shorthand'],
    ['10.0.0.9-10.0.0.1', 'range-reversed'],
    ['10.0.0.1-2001:db8::1', 'range-mixed'],
    ['10.0.0.0/24-10.0.1.0/24', 'range-prefix'],
    ['10.0.0.1-10.0.0.300', 'octet-range'],
    ['1'.repeat(300), 'too-long'],
    ['２０３.0.113.7', 'not-an-address'],
  ])('refuses %s: %s', (text, problem) => {
    expect(parseEntry(text)).toEqual({ ok: false, problem })
  })
})
