/** Errors of IP sets. Part of `errors.ts`. */
export const ipSetErrors = {
  'ip-set_unknown': {
    what: 'This IP set is gone.',
    remedy: 'It was removed in the meantime. The lists of your accounts are as they were.',
  },
  'ip-set_name-taken': {
    what: 'Another IP set has this name.',
    exact: 'There is an IP set called {name} already.',
    remedy: 'Choose another name: capitals and spaces do not tell two sets apart.',
  },
  'ip-set_unreadable': {
    what: 'Some lines are no addresses.',
    exact: '“{text}” in line {line} is no address, network or range.',
    remedy: 'Correct the line, or put # before it to keep it as a comment. Nothing was saved.',
  },
  'ip-set_empty': {
    what: 'An IP set needs at least one address.',
    remedy: 'Enter an address, a network or a range.',
  },
  'ip-set_too-many': {
    what: 'This is more than a list of allowed addresses can hold.',
    exact: 'These are {count} networks, and a list of allowed addresses holds {most}.',
    remedy: 'Take wider networks together, or make two sets of it.',
  },
}
