/** Long enough for a download to take its own hold on the data. */
const heldMs = 10_000

/** Offers text to the user as a file of this name, by way of the browser's own downloads. */
export function saveFile(fileName: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = Object.assign(document.createElement('a'), { href: url, download: fileName })
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), heldMs)
}
