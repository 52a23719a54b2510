/** An output or a payload that is JSON text already, so that large lists are not serialised again. */
export interface JsonText {
  readonly jsonText: string
}

/** An output as consecutive UTF-8 pieces of JSON. A list of 100,000 rows is sent as it is on disk, without a copy. */
export interface JsonPieces {
  readonly jsonPieces: readonly Uint8Array[]
}

/** A whole answer of core: text, or the same as UTF-8 in pieces. */
export type Answer = string | readonly Uint8Array[]

/** Tells `JsonPieces` from other outputs: no output of the contract has a field of this name. */
export const isJsonPieces = (value: object): value is JsonPieces => 'jsonPieces' in value

/** Returns an answer as text, for a shell that carries nothing else. */
export const textOf = (answer: Answer): string =>
  typeof answer === 'string' ? answer : Buffer.concat(answer).toString()

/** Tells `JsonText` from other values: no output and no payload of the contract has a field of this name. */
export const isJsonText = (value: object): value is JsonText => 'jsonText' in value
