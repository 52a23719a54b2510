/** The minimum and the maximum of every setting that is a whole number. Both are allowed. */
export const settingBounds = {
  /** Minutes. 0 switches automatic refresh off. */
  refreshEveryMin: { min: 0, max: 1440 },
  /** Percent. */
  shareForOthersPercent: { min: 0, max: 90 },
  /** Seconds. */
  answerTimeoutSec: { min: 2, max: 300 },
  /** Minutes, at most a week. */
  staleAfterMin: { min: 1, max: 10_080 },
} as const

export type NumberSettingName = keyof typeof settingBounds
