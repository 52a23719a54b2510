/** Puts a text on the clipboard. Returns false if the system refuses it, as it may for a page that is not in front. */
export const writeClipboard = (text: string): Promise<boolean> =>
  navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  )
