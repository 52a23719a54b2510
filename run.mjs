#!/usr/bin/env node
/**
 * The entry point for `npm start`, `npm run demo`, `npm run serve`, `npm run build`, `npm test`, `npm run test:soak`,
 * `npm run test:crash`, `npm run bench:…`, `npm run check:…`, `npm run package`, `npm run screenshots`,
 * `npm run icons`. Each command does its own set-up and reports it. This file uses only built-in modules and runs on
 * Node 20, because nothing is installed when it starts.
 */
import { bench } from './run/bench.mjs'
import { packageApp } from './run/package.mjs'
import { build, prepare } from './run/prepare.mjs'
import { isStopping, say } from './run/process.mjs'
import { check, program } from './run/programs.mjs'
import { demo, serve, start } from './run/start.mjs'
import { test } from './run/test.mjs'

const usage = `Usage: node run.mjs COMMAND
  start   open Wisdeck: its own window with Electron, else a browser window on 127.0.0.1
  demo    the same on a fleet of stand-in panels, with nothing kept afterwards [--panels N --accounts N --jobs N --seed N]
          --once [--json] reads every server once, prints the figures and leaves
  serve   only the loopback server [--data-dir DIR --port N --ready-file FILE]
  build   build into out/
  test    types, lint, format, build, unit, e2e; or one of them: npm test -- unit src/web
          test quick: all but e2e, and of the unit tests those that the change since main reaches
  soak    half an hour of core's time with a sick fleet [--minutes N --panels N --speed N --seed N --json]
  crash   bulk runs killed at random moments, started again and finished [--runs N --items N --panels N --seed N --json]
  check   check security: the built app against src/main/security.ts [--electronegativity report.csv]
          check supply: licences, lock file, install scripts, sizes [--third-party FILE writes the notices that ship]
  package build installers for this system into dist/; --dir stops at the folder they are made of
  icons   make build/icons from the page's icon
  screenshots  take the pictures of docs/screenshots
  bench   measure: bench limiter [--work NAME,… --limiter NAME,… --json], bench refresh [--panels N,… --laps N --json],
          bench start [--rows N,… --laps N --json], bench bulk [--panels N --accounts N --factor N --laps N --json],
          bench change [--changes N --latency MS --json], bench table [--json], bench check (types and lint of bench/)
`

const commands = {
  start,
  demo,
  serve,
  build: async () => build(await prepare()),
  test,
  soak: program('soak'),
  crash: program('crash'),
  bench,
  check,
  package: packageApp,
  icons: program('icons'),
  screenshots: program('screenshots'),
}

async function main([name, ...args]) {
  const command = Object.hasOwn(commands, name ?? '') ? commands[name] : null
  if (command === null) {
    process.stderr.write(usage)
    return 64
  }
  return (await command(args)) ?? 0
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error) => {
    if (isStopping()) process.exit(130)
    say(error.message)
    process.exit(1)
  },
)
