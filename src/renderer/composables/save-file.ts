/** Saves a text as a file in the user's downloads. A CSV gets a byte order mark, so that spreadsheets read UTF-8. */
export function saveFile({ fileName, text }: { readonly fileName: string; readonly text: string }): void {
  const isCsv = fileName.endsWith('.csv')
  const parts = isCsv && !text.startsWith('\ufeff') ? ['\ufeff', text] : [text]
  const url = URL.createObjectURL(new Blob(parts, { type: isCsv ? 'text/csv;charset=utf-8' : 'application/json' }))
  Object.assign(document.createElement('a'), { href: url, download: fileName }).click()
  // Once the download has begun, it no longer needs the URL.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
