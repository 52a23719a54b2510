/** What was wrong with an input that was refused, a sentence for each thing. */
export const invalid = {
  mostEntries: '{field}: at most {limit} entries at a time.',
  mostCharacters: '{field}: at most {limit} characters.',
  most: '{field}: {limit} at most.',
  leastEntries: '{field}: at least {limit} entries.',
  leastCharacters: '{field}: at least {limit} characters.',
  least: '{field}: {limit} at least.',
  empty: '{field}: this may not be empty.',
  form: '{field}: this cannot be read.',
  entry: 'The entry “{text}” {reason}.',
  code: {
    'not-a-pattern': 'What is looked for is not a regular expression.',
    'too-slow': 'This pattern takes too long on these commands. Make it simpler.',
  },
  more: 'and {n} more | and {n} more',
}
