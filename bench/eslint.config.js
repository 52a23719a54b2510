import rules, { benchmarks } from '../eslint.config.js'

/** The app's rules, applied to this folder, which they ignore otherwise. */
export default rules.filter((config) => config !== benchmarks)
