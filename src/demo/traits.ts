/** The shapes in which panels return the log of a job. The API document names the endpoint but no shape. */
export type LogShape = 'array' | 'object' | 'text'

/** What an entry of an allow list can be: one address, a CIDR, or the first and last address of a range. */
export type AllowedIpForm = 'host' | 'cidr' | 'range'

/** The properties in which panels of different versions differ. */
export interface PanelTraits {
  /** Whether `GET /ftp/` carries `allowed_ips`; `GET /ftp/:id` always does. */
  readonly listCarriesAllowedIps: boolean
  /** Prints empty lists as `null` and a missing time as year 1. */
  readonly goStyleNulls: boolean
  readonly logShape: LogShape
  /** Errors: `{success, code, error, message, status}` or, as on older pages, `{error: {code, message, details}}`. */
  readonly errorStyle: 'flat' | 'nested'
  /** PUT and toggle answer with only a sentence, not with the changed object. */
  readonly terseReplies: boolean
  /** PUT on a row sets the fields that it does not name to those of a new row. A quota then empties the allow list. */
  readonly putReplacesRow: boolean
  /** The forms that an entry of an allow list may have. Others are refused with 400. */
  readonly allowedIpForms: readonly AllowedIpForm[]
  /** Stores a macro as its five fields: `@daily` as `0 0 * * *`. */
  readonly macrosAsFields: boolean
  /** Refuses a new cron job with 409 if its name is taken. A change of name is not checked. */
  readonly uniqueJobNames: boolean
  /** The panel has no `/auth/me` and no `/version/info`. */
  readonly withoutIdentity: boolean
  readonly version: string
}

export const usualTraits: PanelTraits = {
  listCarriesAllowedIps: true,
  goStyleNulls: false,
  logShape: 'array',
  errorStyle: 'flat',
  terseReplies: false,
  putReplacesRow: false,
  allowedIpForms: ['host', 'cidr'],
  macrosAsFields: false,
  uniqueJobNames: false,
  withoutIdentity: false,
  version: '1.8.2',
}
