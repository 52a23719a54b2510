/** The public exports of the IP code. Lists are arrays of text. Only `Cidr` and `IpAddress` hold numbers. */
export { type AddressProblem, type IpAddress, type IpFamily, formatAddress, parseAddress } from './address.ts'
export { type Cidr, compareCidr, formatCidr } from './cidr.ts'
export {
  type ListFlag,
  type RestrictionFlag,
  confirmNeeded,
  isOneOf,
  listFlagNames,
  listFlags,
  lostProtectedIps,
} from './confirm.ts'
export { type EntryNote, type EntryProblem, type EntryResult, parseEntry, readEntry } from './entry.ts'
export {
  type ListDiff,
  addEntries,
  collapse,
  compareEntries,
  contains,
  covers,
  dedupe,
  diffLists,
  normaliseList,
  removeEntries,
  sameList,
  setEntries,
  shortCidr,
  subtract,
} from './list.ts'
export { type ReadList, holdsAll, readList, swapEntries } from './holding.ts'
export { rebaseList } from './rebase.ts'
export { type PasteProblem, type PastedEntry, commentStart, parseIpList } from './paste.ts'
export { type ListWarning, type SpecialRange, type WarningCode, specialOf, warnings } from './warnings.ts'
