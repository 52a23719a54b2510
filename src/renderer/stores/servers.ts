import { defineStore } from 'pinia'
import { computed } from 'vue'
import type { Input, Output } from '../../shared/contract.ts'
import type { ServerProfile } from '../../shared/model/server.ts'
import { api } from '../api/client.ts'
import { createProjection } from './projection.ts'

/** The servers in the user's order: a copy of those in core. */
export const useServersStore = defineStore('servers', () => {
  const { value, loaded, replace, load } = createProjection<readonly ServerProfile[]>(() =>
    api.numbered('servers.list', {}),
  )
  const servers = computed(() => value.value ?? [])
  const byId = computed(() => new Map(servers.value.map((server) => [server.id, server])))
  const tags = computed(() => [...new Set(servers.value.flatMap((server) => server.tags))])
  const folders = computed(() => [...new Set(servers.value.map((server) => server.folder).filter(Boolean))])

  return {
    servers,
    loaded,
    byId,
    tags,
    folders,
    replace,
    load,
    add: (input: Input<'servers.add'>): Promise<Output<'servers.add'>> => api.call('servers.add', input),
    edit: (id: string, patch: Input<'servers.edit'>['patch'], keepToken = false) =>
      api.call('servers.edit', { id, patch, keepToken }),
    remove: (id: string) => api.call('servers.remove', { id }),
    duplicate: (id: string) => api.call('servers.duplicate', { id }),
    reorder: (ids: readonly string[]) => api.call('servers.reorder', { ids }),
    setToken: (id: string, token: string) => api.call('servers.setToken', { id, token }),
    forgetToken: (id: string) => api.call('servers.forgetToken', { id }),
    trust: (id: string, fingerprint256: string) => api.call('servers.trust', { id, fingerprint256 }),
    forgetTrust: (id: string) => api.call('servers.forgetTrust', { id }),
    test: (id: string) => api.call('servers.test', { id }),
    testDraft: (input: Input<'servers.testDraft'>) => api.call('servers.testDraft', input),
    importPreview: (csv: string) => api.call('servers.importPreview', { csv }),
    importLines: (csv: string, lines: readonly number[]) => api.call('servers.import', { csv, lines }),
    exportAs: (format: 'csv' | 'json') => api.call('servers.export', { format }),
    startDemo: () => api.call('demo.start', {}),
    stopDemo: () => api.call('demo.stop', {}),
  }
})
