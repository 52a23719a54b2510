import { describe, expect, it } from 'vitest'
import { createSseParser } from './sse.ts'

describe('createSseParser', () => {
  it('returns each event once it is complete', () => {
    const parser = createSseParser()
    expect(parser.push('data: {"a":1}\n\ndata: {"b"')).toEqual(['{"a":1}'])
    expect(parser.push(':2}\n')).toEqual([])
    expect(parser.push('\n')).toEqual(['{"b":2}'])
  })

  it('joins the lines of one event and drops comments, ids and CR', () => {
    const parser = createSseParser()
    expect(parser.push(': ping\r\n\r\nid: 7\r\ndata: one\r\ndata:two\r\n\r\n')).toEqual(['one\ntwo'])
  })

  it('keeps a chunk that ends between CR and LF', () => {
    const parser = createSseParser()
    expect(parser.push('data: x\r')).toEqual([])
    expect(parser.push('\n\r\n')).toEqual(['x'])
  })
})
