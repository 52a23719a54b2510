/** An output or a payload that is JSON text already: large lists go from panel or disk to the page without being built anew on the way. */
export interface JsonText {
  readonly jsonText: string
}

/** No output and no payload of the contract has a field of this name. */
export const isJsonText = (value: object): value is JsonText => 'jsonText' in value
