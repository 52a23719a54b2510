/**
 * What a spreadsheet would run as a formula: text that starts with = + - @ or their full-width forms, whatever space or
 * control character stands before it. Such a cell gets an apostrophe in front, as OWASP's "CSV Injection" advises:
 * names and commands come from servers and may be anyone's.
 */
export const formulaStart = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/
