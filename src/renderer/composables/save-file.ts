/** Gives the user a text as a file in the downloads. A CSV gets the mark that tells a spreadsheet of UTF-8. */
export function saveFile({ fileName, text }: { readonly fileName: string; readonly text: string }): void {
  const isCsv = fileName.endsWith('.csv')
  const parts = isCsv && !text.startsWith('\ufeff') ? ['\ufeff', text] : [text]
  const url = URL.createObjectURL(new Blob(parts, { type: isCsv ? 'text/csv;charset=utf-8' : 'application/json' }))
  Object.assign(document.createElement('a'), { href: url, download: fileName }).click()
  // The download has its own hold on the data once it has begun.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
