import { computed, ref, shallowRef, watch } from 'vue'
import type { Diagnosis, Fix } from '../../../shared/model/diagnosis.ts'
import type { ServerProfile } from '../../../shared/model/server.ts'
import { useServersStore } from '../../stores/servers.ts'
import {
  addressOf,
  emptyForm,
  formOf,
  formProblems,
  isDirty,
  sameOrigin,
  toDraft,
  toPatch,
  type ServerForm,
} from './server-form.ts'
import { useTask } from '../../composables/task.ts'

/** What is entered in the dialog, and how it stands to what is saved. */
function useEntered(server: ServerProfile | null) {
  const serversStore = useServersStore()
  const start: ServerForm = server ? formOf(server) : emptyForm
  const form = ref<ServerForm>(start)
  const token = ref('')
  /** Whether the stored token goes along to another panel. */
  const keepToken = ref(false)
  /** A certificate the user has looked at and trusted here, for the address as it is now. */
  const trusted = ref<string | null>(null)
  const tried = ref(false)

  const address = computed(() => addressOf(form.value))
  const problems = computed(() => formProblems(form.value))
  const dirty = computed(() => isDirty(start, form.value) || token.value !== '')
  const sameAddress = computed(
    () =>
      server !== null &&
      address.value.state === 'good' &&
      address.value.read.url === server.url &&
      form.value.allowHttp === server.allowHttp,
  )
  const duplicate = computed(() => {
    const found = address.value
    return found.state === 'bad'
      ? null
      : (serversStore.servers.find((each) => each.id !== server?.id && each.url === found.read.url) ?? null)
  })
  const isElsewhere = computed(
    () => server !== null && address.value.state !== 'bad' && !sameOrigin(server.url, form.value.url),
  )
  /** The saved address led to another panel: its certificate and what was tested say nothing of this one. */
  const moves = computed(() => server?.pin != null && isElsewhere.value)
  /**
   * The host that the stored token is for, where the address leads to another panel; null where it stays, or there is
   * none.
   */
  const tokenOf = computed(() => (server?.hasToken && isElsewhere.value ? new URL(server.url).host : null))

  return { form, token, keepToken, trusted, tried, address, problems, dirty, sameAddress, duplicate, moves, tokenOf }
}
type Entered = ReturnType<typeof useEntered>

/** The test of what is entered, and doing what it proposes. */
function useTesting(
  server: ServerProfile | null,
  { form, token, keepToken, trusted, tried, address, sameAddress, moves }: Entered,
) {
  const serversStore = useServersStore()
  const diagnosis = shallowRef<Diagnosis | null>(null)
  const testing = useTask()

  watch(
    () => [form.value.url, form.value.allowHttp] as const,
    ([url], [before]) => {
      diagnosis.value = null
      testing.clear()
      if (sameOrigin(url, before)) return
      trusted.value = null
      keepToken.value = false
    },
  )

  async function test(): Promise<void> {
    tried.value = true
    if (address.value.state !== 'good') return
    const typed = token.value.trim()
    await testing.run(async () => {
      diagnosis.value = null
      if (server && sameAddress.value && typed === '') {
        diagnosis.value = await serversStore.test(server.id)
        return
      }
      const known = trusted.value ?? (server?.pin && !moves.value ? server.pin.fingerprint256 : null)
      diagnosis.value = await serversStore.testDraft({
        url: form.value.url,
        allowHttp: form.value.allowHttp,
        ...(typed === '' ? {} : { token: typed }),
        ...(known === null ? {} : { trustFingerprint256: known }),
      })
    })
  }

  /** Does what a test proposes and tests again. `new-token` and `widen-scope` are for the form: it moves the focus. */
  async function mend(fix: Fix): Promise<void> {
    if (fix.kind === 'use-url') form.value = { ...form.value, url: fix.url }
    else if (fix.kind === 'trust') {
      // A server that stays where it is is trusted at once; one that is being added or moved, when it is saved.
      if (server && sameAddress.value) {
        if (!(await testing.run(() => serversStore.trust(server.id, fix.fingerprint256)))) return
      } else trusted.value = fix.fingerprint256
    } else return
    await Promise.resolve()
    await test()
  }

  return { diagnosis, testing, test, mend }
}

function useSaving(server: ServerProfile | null, { form, token, keepToken, trusted, tried, problems }: Entered) {
  const serversStore = useServersStore()
  const saving = useTask()

  async function addNew(): Promise<ServerProfile> {
    const typed = token.value.trim()
    return serversStore.add({
      draft: toDraft(form.value),
      ...(typed === '' ? {} : { token: typed }),
      ...(trusted.value === null ? {} : { trustFingerprint256: trusted.value }),
    }) as Promise<ServerProfile>
  }

  /** Each step can be repeated after a failure of a later one: what is saved already is no difference any more. */
  async function change(before: ServerProfile): Promise<ServerProfile> {
    const current = serversStore.byId.get(before.id) ?? before
    const patch = toPatch(current, form.value)
    let after: ServerProfile = patch
      ? ((await serversStore.edit(before.id, patch, keepToken.value)) as ServerProfile)
      : current
    if (trusted.value !== null) {
      after = (await serversStore.trust(before.id, trusted.value)) as ServerProfile
      trusted.value = null
    }
    if (token.value.trim() !== '') after = (await serversStore.setToken(before.id, token.value.trim())) as ServerProfile
    return after
  }
  /** The saved profile, or null where the form or core says no; what was typed stays. */
  async function save(): Promise<ServerProfile | null> {
    tried.value = true
    if (problems.value.length > 0) return null
    let saved: ServerProfile | null = null
    await saving.run(async () => (saved = server ? await change(server) : await addNew()))
    if (saved !== null) token.value = ''
    return saved
  }

  return { saving, save }
}

/**
 * What the "Add server" and "Edit server" dialogs know and do. `server` is null for a new one.
 * The token lives in a ref of this dialog alone; `forgetSecrets` empties it.
 */
export function useServerDialog(server: ServerProfile | null) {
  const entered = useEntered(server)
  return {
    ...entered,
    ...useTesting(server, entered),
    ...useSaving(server, entered),
    forgetSecrets: () => void (entered.token.value = ''),
  }
}
