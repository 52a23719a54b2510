import { z } from 'zod'
import type { FtpAccount } from '../../../shared/kinds/ftp.ts'
import {
  addressList,
  flagOrOff,
  type Json,
  numberOrZero,
  parseYesNo,
  reportedText,
  type RowReader,
  text,
  time,
} from '../../panel/reply-fields.ts'
import type { ReportedRow } from '../../../shared/kinds/kind.ts'

const withId = z.object({ username: z.string().min(1) })
/** Reads one account of a list, or an account by itself. */
export const readRow: RowReader<ReportedRow<FtpAccount>> = (entry) => {
  const parsedId = withId.safeParse(entry)
  if (!parsedId.success) return null
  const row = entry as Json
  return {
    username: parsedId.data.username,
    owner: text(row.owner),
    homeDir: text(row.home_dir),
    quotaMb: numberOrZero(row.quota_mb),
    readOnly: flagOrOff(row.read_only),
    enabled: parseYesNo(row.enabled),
    domain: reportedText(row.domain),
    allowedIps: addressList(row.allowed_ips),
    createdAt: time(row.created_at),
    updatedAt: time(row.updated_at),
  }
}
