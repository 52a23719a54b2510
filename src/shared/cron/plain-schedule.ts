const macros: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
}

/** Returns the five fields that a macro stands for; undefined if the text is no macro. The case does not matter. */
export const macroFields = (text: string): string | undefined => macros[text.trim().toLowerCase()]

/**
 * Returns a schedule in the form in which two that mean the same are equal most often: with one space between its
 * fields, and with fields in place of a macro such as `@daily`, because some panels store it so.
 */
export const plainSchedule = (text: string): string => macroFields(text) ?? text.trim().replace(/\s+/g, ' ')
