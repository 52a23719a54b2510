/** Puts a text on the clipboard. Whether the system let it: a page that is not in front may be refused. */
export const writeClipboard = (text: string): Promise<boolean> =>
  navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  )
