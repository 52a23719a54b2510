/** Where tokens are kept: the chooser, the unlock form and the banner above all screens. */
export const vault = {
  kind: {
    keychain: 'System keychain',
    keychainMac: 'macOS Keychain',
    keychainWindows: 'Windows Credential Manager',
    passphrase: 'File sealed with a passphrase',
    session: 'Memory only',
    undecided: 'Not decided yet',
  },
  what: {
    keychain:
      'The place your system has for passwords. It opens when you sign in to this computer. Nothing to remember.',
    passphrase:
      'One encrypted file in the data folder. You type the passphrase once after each start. If you forget it, nobody can open the file: every token must be entered anew.',
    session: 'Nothing is written to disk. When Wisdeck closes, the tokens are gone and must be entered anew.',
  },
  tag: {
    inUse: 'in use',
    advised: 'advised',
    silent: 'does not answer',
  },
  choose: {
    label: 'Where tokens are kept',
    keychain: 'Keep tokens in the keychain',
    passphrase: 'Seal tokens with this passphrase',
    change: 'Change the passphrase',
    session: 'Keep tokens in memory only',
    elsewhere: 'Keep tokens elsewhere…',
    elsewhereBack: 'Leave it as it is',
    inUse: 'This is what Wisdeck uses now.',
    changeHint: 'This is what Wisdeck uses now. To change its passphrase, type a new one.',
    done: 'Tokens: {kind}',
  },
  moves: {
    along:
      'Your token moves there and is then removed from where it is now. | Your {n} tokens move there and are then removed from where they are now.',
    intoMemory:
      'Your token moves into memory, is removed from where it is now, and is gone when Wisdeck closes. | Your {n} tokens move into memory, are removed from where they are now, and are gone when Wisdeck closes.',
    stays:
      'The token that is kept now cannot be read and does not move. Enter it anew afterwards. | The {n} tokens that are kept now cannot be read and do not move. Enter them anew afterwards.',
    setAside:
      'A sealed file of before that this passphrase does not open is not deleted: it stays in the data folder under another name.',
  },
  passphrase: {
    label: 'Passphrase',
    again: 'Passphrase again',
    hint: 'At least 8 characters. Four or five unrelated words are strong and easy to type.',
    tooShort: 'Use at least 8 characters.',
    differs: 'The two are not the same.',
    missing: 'Enter the passphrase.',
    strength: 'Strength: {word}',
    weak: 'weak, quick to guess',
    fair: 'fair',
    strong: 'strong',
  },
  unlock: {
    text: 'Type the passphrase to open them. Until then no server can be read or changed.',
    button: 'Unlock',
    busy: 'Opening takes about a second: the key is made slow to guess on purpose.',
    dialog: 'Unlock your tokens',
    wrong: 'This is not the right passphrase. Check the keyboard layout and Caps Lock.',
    done: 'Tokens unlocked',
  },
  damaged: {
    title: 'The sealed file is damaged',
    text: 'Put {file} back from a backup and unlock it again. Without a backup, choose in Settings where tokens are kept and enter them anew. The damaged file is not deleted.',
    goneTitle: 'The sealed file is gone',
    goneText:
      '{file} is no longer there. Put it back from a backup and unlock it, or choose below where tokens are kept and enter them anew.',
  },
  trouble: {
    undecided: {
      title: 'No keychain answers on this computer',
      text: 'Wisdeck writes no token before you have chosen a place for it.',
    },
    'keychain-locked': {
      title: 'The keychain is locked',
      text: 'Unlock it in your system, or confirm its prompt, then try again. Your tokens are in it, untouched.',
    },
    'keychain-unavailable': {
      title: 'The keychain does not answer',
      text: 'Your tokens are in it and cannot be read now. They come back as soon as it answers.',
    },
    'keychain-denied': {
      title: 'The keychain refused access',
      text: 'Its prompt was declined, or a rule forbids Wisdeck to read. Try again and allow it when your system asks.',
    },
  },
  help: {
    linux: 'Linux keeps passwords in a secret service: GNOME Keyring or KWallet. Neither answers.',
    linuxGnome: 'GNOME, Xfce, Cinnamon and others: install the package',
    linuxKde:
      'KDE Plasma: open “KDE Wallet” in System Settings and switch on the wallet and its Secret Service interface, or install',
    linuxThen: 'Sign out and in again, so that it is started with your desktop, and try again.',
    linuxRemote:
      'Over SSH, as root or in a container there usually is no secret service. A passphrase file works there.',
    mac: 'Open “Keychain Access” and check that the keychain “login” is there and unlocked.',
    windows: 'Check in “Services” that “Credential Manager” is running.',
  },
  retry: {
    button: 'Try again',
    stillSilent: 'It still does not answer.',
    stillLocked: 'It is still locked.',
    stillDenied: 'Access was refused again.',
    back: 'The keychain answers again',
  },
  banner: {
    'passphrase-locked': 'Tokens are sealed: no server can be read or changed before you unlock them.',
    'passphrase-gone': 'The sealed file with your tokens is gone: no server can be read or changed.',
    'keychain-locked': 'The keychain is locked: no server can be read or changed.',
    'keychain-unavailable': 'The keychain does not answer: no server can be read or changed.',
    'keychain-denied': 'The keychain refused access: no server can be read or changed.',
    unlock: 'Unlock…',
    choose: 'Where tokens are kept',
    label: 'Tokens cannot be read',
  },
}
