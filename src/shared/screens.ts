/**
 * The screens in the order of the side bar and of the Go menu, each with the keys that open it in the desktop window.
 * The name of a screen is also its address: `#/ip-sets` in the page, `wisdeck://ip-sets` as a link, `screens.ip-sets`
 * in the catalogue.
 */
export const screenKeys = {
  overview: 'Mod+1',
  servers: 'Mod+2',
  ftp: 'Mod+3',
  cron: 'Mod+4',
  'ip-sets': 'Mod+5',
  runs: 'Mod+6',
  activity: 'Mod+7',
  settings: 'Mod+,',
} as const

export type ScreenName = keyof typeof screenKeys
export const screenNames = Object.keys(screenKeys) as readonly ScreenName[]
