import { computed, reactive, ref, shallowRef, type Ref } from 'vue'
import type { ErrorValue } from '../../../../shared/errors.ts'
import type { ServerProfile } from '../../../../shared/model/server.ts'
import { intents, sendAgain } from '../../../changes/intents.ts'
import { useChange } from '../../../changes/use-change.ts'
import { useText } from '../../../i18n/index.ts'
import { useServersStore } from '../../../stores/servers.ts'
import { type ChangeOutcome, useChangesStore } from '../../../stores/changes.ts'
import { useInventoryStore } from '../../../stores/inventory.ts'
import { mostEntries, readIpEdit } from '../../../addresses/ip-edit.ts'
import { fieldOf, isTaken, likelyOwner, nameProblem, type FormField } from './new-account.ts'

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
  const { t, number } = useText()

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
    ips:
      ips.value.list.length > mostEntries
        ? t('bulk.form.ips.tooMany', { n: number(ips.value.list.length), most: number(mostEntries) })
        : null,
    domain: form.domain.trim().length > 253 ? t('ftp.create.domainLong') : null,
  }))
  const isReady = computed(
    () => Object.values(inputErrors.value).every((found) => found === null) && ips.value.problems.length === 0,
  )
  const fieldErrors = computed(() => ({
    server: tried.value ? inputErrors.value.server : null,
    name:
      (tried.value || problem.value === 'taken' ? inputErrors.value.name : null) ??
      (error.value !== null && isTaken(error.value) ? t('ftp.create.nameProblem.taken') : panelErrorOf('name')),
    password: (tried.value ? inputErrors.value.password : null) ?? panelErrorOf('password'),
    domain: inputErrors.value.domain ?? panelErrorOf('domain'),
    ips: inputErrors.value.ips ?? panelErrorOf('ips'),
  }))
  /** An error that no field shows. */
  const formError = computed(() =>
    error.value === null ||
    isTaken(error.value) ||
    (fieldOf(error.value) !== null && panelErrorOf(fieldOf(error.value) ?? 'name') !== null)
      ? null
      : error.value,
  )
  return { isReady, fieldErrors, formError }
}

/** An account that was created, with what is shown of it once. */
interface CreatedAccount {
  readonly server: ServerProfile
  readonly username: string
  readonly password: string
  /** How many addresses it was restricted to. */
  readonly ips: number
}

/** The error of a creation that found an account of that name, whose password it did not set. */
const taken: ErrorValue = { code: 'change.impossible', message: 'The name is taken', details: { reason: 'exists' } }

/**
 * The form of a new account and its change. The password is kept only in this form; `reset` wipes it. After an error
 * all typed values stay.
 */
export function useNewAccount() {
  const { apply } = useChange()
  const changes = useChangesStore()
  const form = reactive(emptyForm())
  const tried = ref(false)
  const step = ref<'form' | 'busy' | 'done'>('form')
  const error = shallowRef<ErrorValue | null>(null)
  /** The account as it was sent, with its username on the panel, once it is there. */
  const created = shallowRef<CreatedAccount | null>(null)
  const openRunId = shallowRef<string | null>(null)
  /** The last creation, while what became of it is not known. */
  const openChange = computed(() => changes.open.find(({ run }) => run.id === openRunId.value) ?? null)

  const state = useFormState(form)
  const { servers, server, ips } = state
  const errors = useFormErrors({ form, tried, error, ...state })

  function settle(outcome: ChangeOutcome, sent: Omit<CreatedAccount, 'username'>): void {
    const change = outcome.kind === 'failed' ? outcome.change : 'item' in outcome ? outcome : null
    const username = change?.item.madeId ?? null
    created.value = username === null ? null : { ...sent, username }
    error.value = outcome.kind === 'failed' ? outcome.error : outcome.kind === 'already' ? taken : null
    openRunId.value = outcome.kind === 'open' ? outcome.run.id : null
    step.value = created.value === null ? 'form' : 'done'
  }

  async function send(): Promise<void> {
    tried.value = true
    if (!errors.isReady.value || server.value === null || step.value === 'busy') return
    step.value = 'busy'
    error.value = null
    // A creation that is sent again takes the place of the one whose outcome is not known, which the form has told.
    const again = openRunId.value === null ? {} : { confirm: sendAgain }
    if (openRunId.value !== null) changes.forget(openRunId.value)
    const domain = form.domain.trim()
    const account = {
      username: form.name.trim(),
      ...(domain === '' ? {} : { domain }),
      ...(ips.value.list.length === 0 ? {} : { allowedIps: ips.value.list }),
    }
    const intent = intents.account.create(server.value.id, account)
    const sent = { server: server.value, password: form.password, ips: ips.value.list.length }
    const outcome = await apply(
      { intent, password: sent.password, ...again },
      { subject: account.username, done: null },
    )
    settle(outcome, sent)
    if (outcome.kind !== 'open') return
    const { run } = outcome
    void outcome.settled.then((known) => openRunId.value === run.id && settle(known, sent))
  }

  function reset(serverId: string | null = null): void {
    Object.assign(form, emptyForm(), { serverId: servers.value.some(({ id }) => id === serverId) ? serverId : null })
    tried.value = false
    step.value = 'form'
    error.value = null
    created.value = null
    openRunId.value = null
  }

  return { form, tried, step, error, created, openChange, send, reset, ...state, ...errors }
}

export type NewAccount = ReturnType<typeof useNewAccount>
