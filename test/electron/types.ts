import { join } from 'node:path'
import ts from 'typescript'

/** Reads electron.d.ts through the compiler, so that the stand-in can be checked at run time. */
const root = join(import.meta.dirname, '../..')
const declarations = join(root, 'node_modules/electron/electron.d.ts')
const probe = join(root, 'test/electron/probe.d.ts')
const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: ['node'],
  lib: ['lib.es2022.d.ts'],
  strict: true,
  skipLibCheck: true,
  noEmit: true,
}

/** Deep enough for every option that Electron takes. Deeper values pass unchecked. */
const maxDepth = 6

export type Type = ts.Type
export type Signature = ts.Signature

/** The compiler's view of the module `electron` in the main process or in a renderer. */
export interface ElectronTypes {
  /** The type of an export, such as `app` or the class `BrowserWindow`. Null if the module has no such name. */
  exported(name: string): Type | null
  property(type: Type, name: string): { readonly type: Type; readonly readonly: boolean } | null
  calls(type: Type): readonly Signature[]
  constructs(type: Type): readonly Signature[]
  parameters(signature: Signature): {
    readonly types: readonly Type[]
    readonly minCount: number
    readonly restType: Type | null
  }
  returned(signature: Signature): Type
  /** The type that a promise of this type resolves with. A type that is no promise is returned as it is. */
  awaited(type: Type): Type
  /** Whether values of this type are objects with methods, which must be guarded. */
  isLiving(type: Type): boolean
  /** Why a value does not have the type, or null. `partial` allows missing fields: a stand-in plays only a part. */
  misfit(value: unknown, type: Type, partial?: boolean): string | null
  name(type: Type): string
}

/** Prints a value in a few words. Objects are not printed in full: reading a guarded object could throw. */
function print(value: unknown): string {
  return typeof value === 'object' || typeof value === 'function' ? typeof value : JSON.stringify(value)
}

/** The compiler, and the file from which it sees what it is asked about. */
interface Compiler {
  readonly checker: ts.TypeChecker
  readonly source: ts.SourceFile
}

function createProgram(): Compiler {
  const host = ts.createCompilerHost(options)
  const text = "import electron = require('electron')\ndeclare const main: typeof electron\nexport { main }\n"
  const { fileExists, getSourceFile } = host
  host.fileExists = (path) => path === probe || fileExists(path)
  host.getSourceFile = (path, language) =>
    path === probe ? ts.createSourceFile(path, text, language) : getSourceFile(path, language)
  const program = ts.createProgram([probe, declarations], options, host)
  const source = program.getSourceFile(probe)
  if (!source) throw new Error('The compiler did not read the probe')
  return { checker: program.getTypeChecker(), source }
}

const hasFlag = (type: Type, flag: ts.TypeFlags) => (type.flags & flag) !== 0
const isOptional = (symbol: ts.Symbol) => (symbol.flags & ts.SymbolFlags.Optional) !== 0
const fromElectron = (type: Type) =>
  (type.symbol?.declarations ?? type.aliasSymbol?.declarations ?? []).some(
    (declaration) => declaration.getSourceFile().fileName === declarations,
  )
const typeOf = ({ checker, source }: Compiler, symbol: ts.Symbol) => checker.getTypeOfSymbolAtLocation(symbol, source)
const callsOf = ({ checker }: Compiler, type: Type) =>
  checker.getSignaturesOfType(checker.getNonNullableType(type), ts.SignatureKind.Call)
const nameOf = ({ checker }: Compiler, type: Type) => checker.typeToString(type).slice(0, 120)

function isLiving(compiler: Compiler, nullableType: Type): boolean {
  const { checker } = compiler
  const type = checker.getNonNullableType(nullableType)
  if (type.isUnion()) return type.types.some((one) => isLiving(compiler, one))
  if (type.isIntersection()) return type.types.some((one) => isLiving(compiler, one))
  // Electron's events are data and `preventDefault`, which is declared as a field.
  if (fromElectron(type) && checker.getPropertyOfType(type, 'preventDefault')) return true
  return (
    fromElectron(type) &&
    checker.getPropertiesOfType(type).some((property) => (property.flags & ts.SymbolFlags.Method) !== 0)
  )
}

function objectMisfit(compiler: Compiler, value: object, type: Type, partial: boolean, depth: number): string | null {
  const { checker } = compiler
  // An instance of a class (a Response, a Buffer) is accepted as it is. Only plain data is compared.
  const isData = Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null
  if (!isData || isLiving(compiler, type)) return null
  const open = checker.getIndexInfosOfType(type).length > 0
  for (const key of Object.keys(value))
    if (!open && !checker.getPropertyOfType(type, key)) return `${nameOf(compiler, type)} has no ${key}`
  for (const property of checker.getPropertiesOfType(type)) {
    const fieldValue: unknown = Reflect.get(value, property.name)
    if (fieldValue === undefined && (partial || isOptional(property))) continue
    const fault = misfitAt(compiler, fieldValue, typeOf(compiler, property), partial, depth + 1)
    if (fault !== null) return `${property.name}: ${fault}`
  }
  return null
}

function misfitAt(compiler: Compiler, value: unknown, type: Type, partial: boolean, depth: number): string | null {
  const { checker } = compiler
  if (hasFlag(type, ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.TypeParameter) || depth > maxDepth)
    return null
  if (type.isUnion()) {
    const faults = type.types.map((one) => misfitAt(compiler, value, one, partial, depth))
    if (faults.includes(null)) return null
    // Reports the fault of the closest alternative: one that names a field.
    return (
      faults.find((fault) => fault?.includes(' has no ') || /^\w+: /.test(fault ?? '')) ??
      `${print(value)} is no ${nameOf(compiler, type)}`
    )
  }
  const wrong = () => `${print(value)} is no ${nameOf(compiler, type)}`
  if (hasFlag(type, ts.TypeFlags.Void)) return null
  if (hasFlag(type, ts.TypeFlags.Undefined)) return value === undefined ? null : wrong()
  if (hasFlag(type, ts.TypeFlags.Null)) return value === null ? null : wrong()
  if (type.isStringLiteral() || type.isNumberLiteral()) return value === type.value ? null : wrong()
  if (hasFlag(type, ts.TypeFlags.BooleanLiteral)) return String(value) === nameOf(compiler, type) ? null : wrong()
  if (hasFlag(type, ts.TypeFlags.StringLike)) return typeof value === 'string' ? null : wrong()
  if (hasFlag(type, ts.TypeFlags.NumberLike)) return typeof value === 'number' ? null : wrong()
  if (hasFlag(type, ts.TypeFlags.BooleanLike)) return typeof value === 'boolean' ? null : wrong()
  if (callsOf(compiler, type).length > 0) return typeof value === 'function' ? null : wrong()
  if (typeof value !== 'object' || value === null) return wrong()
  if (!checker.isArrayType(type))
    return Array.isArray(value) ? wrong() : objectMisfit(compiler, value, type, partial, depth)
  const [element] = checker.getTypeArguments(type as ts.TypeReference)
  if (!Array.isArray(value)) return wrong()
  return element
    ? (value.map((one) => misfitAt(compiler, one, element, partial, depth + 1)).find((fault) => fault !== null) ?? null)
    : null
}

function parametersOf(compiler: Compiler, signature: Signature): ReturnType<ElectronTypes['parameters']> {
  const { checker } = compiler
  const parameters = signature.getParameters()
  const last = parameters.at(-1)?.valueDeclaration
  const hasRest = last !== undefined && ts.isParameter(last) && last.dotDotDotToken !== undefined
  const fixed = hasRest ? parameters.slice(0, -1) : parameters
  const optional = (symbol: ts.Symbol) => {
    const declaration = symbol.valueDeclaration
    return declaration !== undefined && ts.isParameter(declaration) && checker.isOptionalParameter(declaration)
  }
  const restSymbol = hasRest ? parameters.at(-1) : undefined
  const restType = restSymbol ? typeOf(compiler, restSymbol) : null
  const element =
    restType && checker.isArrayType(restType)
      ? (checker.getTypeArguments(restType as ts.TypeReference)[0] ?? null)
      : restType
  return {
    types: fixed.map((symbol) => typeOf(compiler, symbol)),
    minCount: fixed.filter((symbol) => !optional(symbol)).length,
    restType: element,
  }
}

export function readElectronTypes(): ElectronTypes {
  const compiler = createProgram()
  const { checker, source } = compiler
  const moduleSymbol = checker.getSymbolAtLocation(source)
  const main = moduleSymbol && checker.getExportsOfModule(moduleSymbol).find((symbol) => symbol.name === 'main')
  if (!main) throw new Error('electron.d.ts was not understood')
  const module = checker.getTypeOfSymbolAtLocation(main, source)

  return {
    exported(exportName) {
      const symbol = checker.getPropertyOfType(module, exportName)
      return symbol ? typeOf(compiler, symbol) : null
    },
    property(type, key) {
      const symbol = checker.getPropertyOfType(checker.getNonNullableType(type), key)
      if (!symbol) return null
      const readonly =
        symbol.declarations?.some((one) => (ts.getCombinedModifierFlags(one) & ts.ModifierFlags.Readonly) !== 0) ??
        false
      return { type: typeOf(compiler, symbol), readonly }
    },
    calls: (type) => callsOf(compiler, type),
    constructs: (type) => checker.getSignaturesOfType(type, ts.SignatureKind.Construct),
    parameters: (signature) => parametersOf(compiler, signature),
    returned: (signature) => checker.getReturnTypeOfSignature(signature),
    awaited: (type) => checker.getAwaitedType(type) ?? type,
    isLiving: (type) => isLiving(compiler, type),
    misfit: (value, type, partial = false) => misfitAt(compiler, value, type, partial, 0),
    name: (type) => nameOf(compiler, type),
  }
}
