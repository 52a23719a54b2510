/** cronstrue types its core alone; a locale file registers itself with it when loaded. */
declare module 'cronstrue/locales/vi.js'
