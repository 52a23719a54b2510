import { computed, reactive, ref, shallowRef, type Ref } from 'vue'
import type { ErrorValue } from '../../../../shared/errors.ts'
import type { FtpAccount } from '../../../../shared/kinds/ftp.ts'
import { api, errorOf } from '../../../api/client.ts'
import { useText } from '../../../i18n/index.ts'
import { useServersStore } from '../../../stores/servers.ts'
import { useInventoryStore } from '../../../stores/inventory.ts'
import { readIpEdit } from '../../../addresses/ip-edit.ts'
import { candidatesOf, fieldOf, likelyOwner, nameProblem, type FormField } from './new-account.ts'

const emptyForm = () => ({ serverId: null as string | null, name: '', password: '', domain: '', ips: '' })

type Form = ReturnType<typeof emptyForm>

/** The state that follows from the typed values. */
function useFormState(form: Form) {
  const serversStore = useServersStore()
  const inventory = useInventoryStore()
  const servers = computed(() => serversStore.servers.filter((server) => !server.readOnly && server.hasToken))
  const server = computed(() => servers.value.find(({ id }) => id === form.serverId) ?? null)
  const accounts = computed(() =>
    server.value === null ? [] : (inventory.sliceOf('ftp', server.value.id)?.rows ?? []),
  )
  const owner = computed(() =>
    server.value === null
      ? null
      : likelyOwner(inventory.statuses.get(server.value.id)?.panel?.username, accounts.value),
  )
  const problem = computed(() =>
    nameProblem(form.name, owner.value, new Set(accounts.value.map(({ username }) => username))),
  )
  const ips = computed(() => readIpEdit(form.ips, []))
  return { servers, server, owner, problem, ips }
}

/** The errors in the typed values: those that the form finds itself, otherwise what the panel said of a field. */
function useFormErrors({
  form,
  tried,
  error,
  server,
  problem,
  ips,
}: Pick<ReturnType<typeof useFormState>, 'server' | 'problem' | 'ips'> & {
  readonly form: Form
  readonly tried: Ref<boolean>
  readonly error: Ref<ErrorValue | null>
}) {
  const { t } = useText()

  /** Returns what the panel said of one field, until the form is sent again. */
  const panelErrorOf = (field: FormField): string | null => {
    const sentence = error.value?.details?.['panelMessage']
    return error.value !== null && fieldOf(error.value) === field && typeof sentence === 'string'
      ? t('common.panelSays', { sentence })
      : null
  }
  const inputErrors = computed(() => ({
    server: server.value === null ? t('ftp.create.serverMissing') : null,
    name: problem.value === null || problem.value === 'has-owner' ? null : t(`ftp.create.nameProblem.${problem.value}`),
    password: form.password === '' ? t('ftp.password.empty') : null,
    domain: form.domain.trim().length > 253 ? t('ftp.create.domainLong') : null,
  }))
  const isReady = computed(
    () => Object.values(inputErrors.value).every((found) => found === null) && ips.value.problems.length === 0,
  )
  const fieldErrors = computed(() => ({
    server: tried.value ? inputErrors.value.server : null,
    name: (tried.value || problem.value === 'taken' ? inputErrors.value.name : null) ?? panelErrorOf('name'),
    password: (tried.value ? inputErrors.value.password : null) ?? panelErrorOf('password'),
    domain: inputErrors.value.domain ?? panelErrorOf('domain'),
    ips: panelErrorOf('ips'),
  }))
  /** An error that no field shows. */
  const formError = computed(() =>
    error.value === null || (fieldOf(error.value) !== null && panelErrorOf(fieldOf(error.value) ?? 'name') !== null)
      ? null
      : error.value,
  )
  return { isReady, fieldErrors, formError }
}

/** The second call: sets the allow list of the account that was created. */
function useIpsCall(
  created: Ref<FtpAccount | null>,
  { server, ips }: Pick<ReturnType<typeof useFormState>, 'server' | 'ips'>,
) {
  const ipsState = ref<'none' | 'busy' | 'done' | 'failed'>('none')
  const ipsError = shallowRef<ErrorValue | null>(null)

  async function setIps(): Promise<void> {
    if (created.value === null || server.value === null || ips.value.list.length === 0) return
    ipsState.value = 'busy'
    try {
      const { username } = created.value
      await api.call('ftp.setAllowedIps', {
        serverId: server.value.id,
        username,
        allowedIps: [...ips.value.list],
        ...(ips.value.confirmation === null ? {} : { confirm: ips.value.confirmation }),
      })
      ipsState.value = 'done'
    } catch (thrown) {
      ipsError.value = errorOf(thrown)
      ipsState.value = 'failed'
    }
  }
  return { ipsState, ipsError, setIps }
}

/**
 * The form of a new account and its two calls: the account, then its allow list. The password is kept only in this
 * form; `reset` wipes it. After an error all typed values stay.
 */
export function useNewAccount() {
  const form = reactive(emptyForm())
  const tried = ref(false)
  const step = ref<'form' | 'busy' | 'done'>('form')
  const error = shallowRef<ErrorValue | null>(null)
  const created = shallowRef<FtpAccount | null>(null)

  const state = useFormState(form)
  const { servers, server } = state

  const errors = useFormErrors({ form, tried, error, ...state })
  const { ipsState, ipsError, setIps } = useIpsCall(created, state)

  async function send(): Promise<void> {
    tried.value = true
    if (!errors.isReady.value || server.value === null || step.value === 'busy') return
    step.value = 'busy'
    error.value = null
    const domain = form.domain.trim()
    try {
      const draft = { username: form.name.trim(), password: form.password, ...(domain === '' ? {} : { domain }) }
      const { after } = await api.call('ftp.create', { serverId: server.value.id, draft })
      created.value = { ...after, allowedIps: after.allowedIps === null ? null : [...after.allowedIps] }
    } catch (thrown) {
      error.value = errorOf(thrown)
      step.value = 'form'
      return
    }
    await setIps()
    step.value = 'done'
  }

  function reset(serverId: string | null = null): void {
    Object.assign(form, emptyForm(), { serverId: servers.value.some(({ id }) => id === serverId) ? serverId : null })
    tried.value = false
    step.value = 'form'
    error.value = null
    created.value = null
    ipsState.value = 'none'
    ipsError.value = null
  }

  const candidates = computed(() => (error.value?.code === 'write.unknown' ? candidatesOf(error.value) : []))
  /** Whether the answer was lost and core has read that the account was not created. Then it is safe to send again. */
  const isAbsent = computed(() => error.value?.details?.['settled'] === 'absent')
  return {
    ...{ form, tried, step, error, created, candidates, isAbsent, send, reset },
    ...{ ipsState, ipsError, setIps },
    ...state,
    ...errors,
  }
}

export type NewAccount = ReturnType<typeof useNewAccount>
