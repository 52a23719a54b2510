import rules, { benchmarks } from '../eslint.config.js'

/** The app's own rules, for the folder that they pass over. */
export default rules.filter((config) => config !== benchmarks)
