/**
 * Matches text that a spreadsheet would run as a formula: it starts with = + - @ or their full-width forms, after any
 * spaces or control characters. Such a cell gets an apostrophe in front, as OWASP's "CSV Injection" advises, because
 * names and commands come from servers and can have any author.
 */
export const formulaStart = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/
