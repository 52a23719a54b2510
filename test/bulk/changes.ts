import type { FtpAccountState } from '../../src/demo/kinds/ftp/state.ts'
import { updateAccount } from './plans.ts'
import type { Stage } from './stage.ts'

/** Changes of all accounts of a stage, and helpers that tell how many of them a panel has carried out. */
export const quotaChanges = (stage: Stage, quotaMb = 99, panel = 0) =>
  stage.panels[panel]!.accounts.map((account) => updateAccount(`s${panel}`, account, { quotaMb }))
export const toggleChanges = (stage: Stage) =>
  stage.panels[0]!.accounts.map((account) => updateAccount('s0', account, { enabled: !account.enabled }))
export const countChanged = (stage: Stage, panel = 0) =>
  stage.panels[panel]!.accounts.filter((account) => account.quotaMb === 99).length
export const editAccount = (stage: Stage, username: string, change: Partial<FtpAccountState>, panel = 0) =>
  stage.panels[panel]!.edit((state) => ({
    ...state,
    accounts: state.accounts.map((one) => (one.username === username ? { ...one, ...change } : one)),
  }))
export const writes = (stage: Stage, panel = 0) =>
  stage.panels[panel]!.requests.filter(({ method }) => method !== 'GET')
export const untilWrites = async (stage: Stage, count: number) => {
  while (writes(stage).length < count) await new Promise((resolve) => setTimeout(resolve, 2))
}
