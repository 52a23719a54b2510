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

/** The input of the dialog, and how it compares with what is saved. */
function useDialogInput(server: ServerProfile | null) {
  const serversStore = useServersStore()
  const start: ServerForm = server ? formOf(server) : emptyForm
  const form = ref<ServerForm>(start)
  const token = ref('')
  /** Whether the stored token is kept for another panel. */
  const keepToken = ref(false)
  /**
   * The fingerprint of a certificate that the user has trusted in this dialog and that is stored on saving. It is
   * dropped when the address leads to another panel.
   */
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
  const isOtherPanel = computed(
    () => server !== null && address.value.state !== 'bad' && !sameOrigin(server.url, form.value.url),
  )
  /** True if a pinned server gets another panel's address: its certificate and its test do not apply to that panel. */
  const moves = computed(() => server?.pin != null && isOtherPanel.value)
  /** The host that the stored token is for if the address leads to another panel; null otherwise or without a token. */
  const tokenHost = computed(() => (server?.hasToken && isOtherPanel.value ? new URL(server.url).host : null))

  return { form, token, keepToken, trusted, tried, address, problems, dirty, sameAddress, duplicate, moves, tokenHost }
}
type DialogInput = ReturnType<typeof useDialogInput>

/** The test of the input, and applying the fix that it proposes. */
function useTesting(
  server: ServerProfile | null,
  { form, token, keepToken, trusted, tried, address, sameAddress, moves }: DialogInput,
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
      const trustedFingerprint = trusted.value ?? (server?.pin && !moves.value ? server.pin.fingerprint256 : null)
      diagnosis.value = await serversStore.testDraft({
        url: form.value.url,
        allowHttp: form.value.allowHttp,
        ...(typed === '' ? {} : { token: typed }),
        ...(trustedFingerprint === null ? {} : { trustFingerprint256: trustedFingerprint }),
      })
    })
  }

  /**
   * Applies a `use-url` or `trust` fix and tests again. Does nothing for the others: for a new token the dialog moves
   * the focus, and the rest is up to the user.
   */
  async function applyFix(fix: Fix): Promise<void> {
    if (fix.kind === 'use-url') form.value = { ...form.value, url: fix.url }
    else if (fix.kind === 'trust') {
      // If the address is unchanged, trust the certificate at once. For a new server or address, trust it on saving.
      if (server && sameAddress.value) {
        if (!(await testing.run(() => serversStore.trust(server.id, fix.fingerprint256)))) return
      } else trusted.value = fix.fingerprint256
    } else return
    await Promise.resolve()
    await test()
  }

  return { diagnosis, testing, test, applyFix }
}

function useSaving(server: ServerProfile | null, { form, token, keepToken, trusted, tried, problems }: DialogInput) {
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

  /** Each step can be repeated after a later step has failed: fields that are already saved no longer differ. */
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
  /** Returns the saved profile, or null if the form or core refuses it; the input then stays. */
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
 * The state and the actions of the "Add server" and "Edit server" dialogs. `server` is null for a new one. The
 * token is kept only in a ref of this dialog; `forgetSecrets` empties it.
 */
export function useServerDialog(server: ServerProfile | null) {
  const input = useDialogInput(server)
  return {
    ...input,
    ...useTesting(server, input),
    ...useSaving(server, input),
    forgetSecrets: () => void (input.token.value = ''),
  }
}
