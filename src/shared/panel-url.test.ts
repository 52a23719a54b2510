import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalisePanelUrl } from './panel-url.ts'

const urlOf = (text: string) => {
  const read = normalisePanelUrl(text)
  return read.ok ? read.url : read.problem
}

describe('normalisePanelUrl', () => {
  it.each([
    ['1.2.3.4', 'https://1.2.3.4:2083/api/v1'],
    ['  1.2.3.4\u200b\n', 'https://1.2.3.4:2083/api/v1'],
    ['panel.example.com:3082', 'https://panel.example.com:3082/api/v1'],
    ['https://panel.example.com', 'https://panel.example.com:2083/api/v1'],
    ['https://panel.example.com:443', 'https://panel.example.com:443/api/v1'],
    ['https://panel.example.com/api/v1/', 'https://panel.example.com:2083/api/v1'],
    ['HTTPS://Panel.Example.COM./', 'https://panel.example.com:2083/api/v1'],
    ['https://1.2.3.4:2083/api/v1/ftp/', 'https://1.2.3.4:2083/api/v1'],
    ['1.2.3.4/api/v1/cronjobs/5/logs', 'https://1.2.3.4:2083/api/v1'],
    ['https://proxy.example/panel/api/v1', 'https://proxy.example:2083/panel/api/v1'],
    ['https://proxy.example:8443//panel//', 'https://proxy.example:8443/panel'],
    ['[2001:db8::1]:2083', 'https://[2001:db8::1]:2083/api/v1'],
    ['[2001:DB8:0::1]', 'https://[2001:db8::1]:2083/api/v1'],
    ['2001:db8::1', 'https://[2001:db8::1]:2083/api/v1'],
    ['https://2001:db8::1/api/v1', 'https://[2001:db8::1]:2083/api/v1'],
    ['localhost:9000', 'https://localhost:9000/api/v1'],
    ['my_panel', 'https://my_panel:2083/api/v1'],
    ['máy-chủ.example', 'https://xn--my-ch-xqa0294c.example:2083/api/v1'],
    ['http://1.2.3.4', 'http://1.2.3.4:2083/api/v1'],
  ])('%j is %s', (text, url) => {
    expect(urlOf(text)).toBe(url)
  })

  it.each([
    ['', 'empty'],
    [' \t ', 'empty'],
    ['a'.repeat(2001), 'too-long'],
    ['my panel', 'spaces'],
    ['1.2.3.4 :2083', 'spaces'],
    ['ftp://1.2.3.4', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['javascript:alert(1)', 'port'],
    ['https://admin:secret@1.2.3.4', 'credentials'],
    ['admin@1.2.3.4', 'credentials'],
    ['https://1.2.3.4?x=1', 'query'],
    ['https://1.2.3.4/#/login', 'fragment'],
    ['1.2.3.4:0', 'port'],
    ['1.2.3.4:65536', 'port'],
    ['1.2.3.4:', 'port'],
    ['1.2.3.4:20x3', 'port'],
    ['https://', 'host'],
    [':2083', 'host'],
    ['1.2.3', 'host'],
    ['1.2.3.256', 'host'],
    ['01.2.3.4', 'host'],
    ['0x7f.0.0.1', 'host'],
    ['2130706433', 'host'],
    ['%31.2.3.4', 'host'],
    ['1\uff0e2.3.4', 'host'],
    ['2001:db8::1::2', 'host'],
    ['[fe80::1%25eth0]', 'host'],
    ['[1.2.3.4]', 'host'],
    ['host\\path', 'host'],
    ['a..b', 'host'],
    ['a!b', 'host'],
  ])('%j is refused: %s', (text, problem) => {
    expect(normalisePanelUrl(text)).toEqual({ ok: false, problem })
  })

  it('tells host, port, origin and plain http apart', () => {
    expect(normalisePanelUrl('http://[2001:db8::1]:80/x')).toEqual({
      ok: true,
      url: 'http://[2001:db8::1]:80/x',
      origin: 'http://[2001:db8::1]',
      host: '[2001:db8::1]',
      port: 80,
      plainHttp: true,
    })
    expect(normalisePanelUrl('1.2.3.4')).toMatchObject({ origin: 'https://1.2.3.4:2083', plainHttp: false })
  })

  it('never throws and is idempotent', () => {
    const bits = fc.constantFrom(
      'https://',
      'http://',
      '1',
      '.',
      ':',
      '/',
      '[',
      ']',
      '@',
      '?',
      '#',
      '%',
      '\\',
      'a',
      'é',
      '2083',
      '-',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.array(bits, { maxLength: 12 }).map((all) => all.join('')),
        ),
        (text) => {
          const read = normalisePanelUrl(text)
          if (read.ok) expect(normalisePanelUrl(read.url)).toEqual(read)
        },
      ),
      { numRuns: 3000 },
    )
  })
})
