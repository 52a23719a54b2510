/** The least and the greatest value of every setting that is a whole number; both are allowed. */
export const settingBounds = {
  /** Minutes; 0 switches automatic refresh off. */
  refreshEveryMin: { min: 0, max: 1440 },
  /** Percent. */
  shareForOthersPercent: { min: 0, max: 90 },
  /** Seconds. */
  answerTimeoutSec: { min: 2, max: 300 },
  /** Minutes; a week at most. */
  staleAfterMin: { min: 1, max: 10_080 },
} as const

export type NumberSettingName = keyof typeof settingBounds
