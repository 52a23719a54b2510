import { type ActionOf, type KindTitle, titled } from './title.ts'

/** Returns the title of a change of anonymous FTP. */
export const anonymousTitle = ({ patch }: ActionOf<'anonymous'>): KindTitle => titled(patch.enabled ? 'on' : 'off')
