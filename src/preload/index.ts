import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron'

/**
 * A plain transport: two functions that carry JSON text between the page and core. It knows no method and no event, and
 * gives the page neither ipcRenderer nor its event objects.
 */
contextBridge.exposeInMainWorld('wisdeck', {
  /** Resolves with an envelope as JSON text. Rejects only if the shell refuses this page or has closed. */
  call: (name: string, json: string): Promise<string> => ipcRenderer.invoke('wisdeck:call', name, json),
  /** Calls back with each event as JSON text. Returns the unsubscribe function. */
  subscribe(callback: (json: string) => void): () => void {
    const listener = (_event: IpcRendererEvent, json: string) => callback(json)
    ipcRenderer.on('wisdeck:event', listener)
    return () => {
      ipcRenderer.removeListener('wisdeck:event', listener)
    }
  },
})
