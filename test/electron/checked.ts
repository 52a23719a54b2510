import type { ElectronTypes, Signature, Type } from './types.ts'

type Callable = (...args: unknown[]) => unknown

interface Guards {
  readonly types: ElectronTypes
  readonly proxies: WeakMap<object, unknown>
  /** The object behind each proxy. The stand-in gets its own objects back, not their proxies. */
  readonly behind: WeakMap<object, unknown>
  readonly listeners: WeakMap<object, unknown>
}

const fail = (message: string): never => {
  throw new TypeError(`Not in electron.d.ts: ${message}`)
}

/** Returns why these arguments do not fit one overload, or null if they fit. */
function mismatch(guards: Guards, args: readonly unknown[], signature: Signature): string | null {
  const { types: parameterTypes, minCount, restType } = guards.types.parameters(signature)
  if (args.length < minCount) return `takes ${minCount} arguments at least`
  if (args.length > parameterTypes.length && restType === null)
    return `takes ${parameterTypes.length} arguments at most`
  for (const [index, arg] of args.entries()) {
    const type = parameterTypes[index] ?? restType
    const fault = type && !(arg === undefined && index >= minCount) ? guards.types.misfit(arg, type) : null
    if (fault !== null) return `argument ${index + 1}: ${fault}`
  }
  return null
}

function chooseOverload(
  guards: Guards,
  args: readonly unknown[],
  signatures: readonly Signature[],
  path: string,
): Signature {
  const faults = signatures.map((signature) => mismatch(guards, args, signature))
  const fitting = signatures[faults.indexOf(null)]
  // With many overloads (`on`), the overload whose first argument fits gives the best reason.
  return (
    fitting ??
    fail(
      `${path}(${args.map((arg) => typeof arg).join(', ')}): ${faults.find((fault) => !fault?.startsWith('argument 1:')) ?? faults[0]}`,
    )
  )
}

/** Guards a callback of the shell: its arguments are guarded, and its answer is checked in full. */
function guardCallback(guards: Guards, callback: Callable, type: Type, path: string): Callable {
  const known = guards.listeners.get(callback)
  if (known) return known as Callable
  const [signature] = guards.types.calls(type)
  if (!signature) return callback
  const { types: parameterTypes, restType } = guards.types.parameters(signature)
  const guarded: Callable = (...args) => {
    const answer = callback(
      ...args.map((arg, index) =>
        guard(guards, arg, parameterTypes[index] ?? restType, `${path} argument ${index + 1}`),
      ),
    )
    const check = (value: unknown, wanted: Type) => {
      const fault = guards.types.misfit(value, wanted)
      return fault === null ? value : fail(`answer of ${path}: ${fault}`)
    }
    const returned = guards.types.returned(signature)
    return answer instanceof Promise
      ? answer.then((value) => check(value, guards.types.awaited(returned)))
      : check(answer, returned)
  }
  guards.listeners.set(callback, guarded)
  return guarded
}

function checkAnswer(guards: Guards, answer: unknown, type: Type, path: string): unknown {
  if (answer instanceof Promise)
    return answer.then((value) => checkAnswer(guards, value, guards.types.awaited(type), path))
  const fault = guards.types.misfit(answer, type, true)
  if (fault !== null) fail(`answer of ${path}: ${fault}`)
  return guard(guards, answer, type, path)
}

function guardCall(guards: Guards, target: object, method: Callable, type: Type, path: string): Callable {
  return (...args) => {
    const signature = chooseOverload(guards, args, guards.types.calls(type), path)
    const { types: parameterTypes, restType } = guards.types.parameters(signature)
    const passed = args.map((arg, index) => {
      const parameter = parameterTypes[index] ?? restType
      const own = typeof arg === 'object' && arg !== null ? guards.behind.get(arg) : undefined
      if (own !== undefined) return own
      return typeof arg === 'function' && parameter ? guardCallback(guards, arg as Callable, parameter, path) : arg
    })
    return checkAnswer(guards, method.apply(target, passed), guards.types.returned(signature), path)
  }
}

function guardObject(guards: Guards, value: object, type: Type, path: string): unknown {
  const known = guards.proxies.get(value)
  if (known) return known
  // The proxy's target is an empty object: a frozen field of the real one would not allow the proxy to return a
  // guarded value.
  const proxy = new Proxy(value instanceof Function ? function () {} : {}, {
    get(_target, key) {
      // The language itself reads these keys, for example when a promise is resolved with an object.
      if (typeof key === 'symbol' || key === 'then') return Reflect.get(value, key)
      const declared = guards.types.property(type, key) ?? fail(`${path}.${key}`)
      if (!(key in value)) throw new TypeError(`The stand-in does not play ${path}.${key}`)
      const member: unknown = Reflect.get(value, key)
      if (typeof member === 'function' && guards.types.calls(declared.type).length > 0)
        return guardCall(guards, value, member as Callable, declared.type, `${path}.${key}`)
      return checkAnswer(guards, member, declared.type, `${path}.${key}`)
    },
    set(_target, key, next) {
      const declared =
        (typeof key === 'string' ? guards.types.property(type, key) : null) ?? fail(`${path}.${String(key)}`)
      const fault = declared.readonly ? 'cannot be set' : guards.types.misfit(next, declared.type)
      if (fault !== null) fail(`${path}.${String(key)}: ${fault}`)
      return Reflect.set(value, key, next)
    },
    construct(_target, args) {
      const signature = chooseOverload(guards, args, guards.types.constructs(type), `new ${path}`)
      return guard(
        guards,
        Reflect.construct(value as new () => object, args),
        guards.types.returned(signature),
        path,
      ) as object
    },
  })
  guards.proxies.set(value, proxy)
  guards.behind.set(proxy, value)
  return proxy
}

/** Guards functions, classes and objects with methods. Plain data is returned as it is. */
function guard(guards: Guards, value: unknown, type: Type | null, path: string): unknown {
  if (type === null) return value
  if (Array.isArray(value)) {
    const [signature] = guards.types.calls(guards.types.property(type, 'at')?.type ?? type)
    const element = signature ? guards.types.returned(signature) : null
    return value.map((one) => guard(guards, one, element, path))
  }
  if (typeof value === 'function' && guards.types.calls(type).length > 0)
    return guardCall(guards, value, value as Callable, type, path)
  const isObject = (typeof value === 'object' && value !== null) || typeof value === 'function'
  return isObject && (guards.types.isLiving(type) || guards.types.constructs(type).length > 0)
    ? guardObject(guards, value, type, path)
    : value
}

/**
 * Guards the stand-in: whatever the shell reads, calls, passes and sets must be declared in electron.d.ts. What the
 * stand-in answers must have the declared type, although it may leave fields out. Anything else throws.
 */
export function createChecked(types: ElectronTypes): (name: string, value: unknown) => unknown {
  const guards: Guards = { types, proxies: new WeakMap(), behind: new WeakMap(), listeners: new WeakMap() }
  return (name, value) => guard(guards, value, types.exported(name) ?? fail(name), name)
}
