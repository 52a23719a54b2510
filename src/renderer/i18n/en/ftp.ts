/** Sentences of the "FTP accounts" screen. */
export const ftp = {
  title: 'FTP accounts',
}
