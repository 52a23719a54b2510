#!/bin/sh
# Runs a command inside a D-Bus session of its own, with an unlocked GNOME keyring in a throw-away
# folder: `sh test/keyring.sh npx vitest run test/keychain`. The user's own keyring is not touched.
set -eu
if [ $# -eq 0 ]; then
  echo "usage: sh test/keyring.sh COMMAND [ARGUMENT...]" >&2
  exit 64
fi
for tool in dbus-run-session dbus-send gnome-keyring-daemon; do
  command -v "$tool" >/dev/null 2>&1 || { echo "$tool is missing (Debian: gnome-keyring, dbus)" >&2; exit 69; }
done
room=$(mktemp -d "${TMPDIR:-/tmp}/wisdeck-keyring.XXXXXX")
trap 'rm -rf "$room"' EXIT
trap 'exit 130' INT TERM
mkdir -m 700 "$room/data" "$room/run" "$room/config" "$room/cache"
# The inner shell's $@ is the command itself, so its quoting is kept.
env -u DBUS_SESSION_BUS_ADDRESS -u GNOME_KEYRING_CONTROL -u DISPLAY -u WAYLAND_DISPLAY \
  XDG_DATA_HOME="$room/data" XDG_RUNTIME_DIR="$room/run" XDG_CONFIG_HOME="$room/config" XDG_CACHE_HOME="$room/cache" \
  WISDECK_TEST_KEYRING=1 \
  dbus-run-session -- sh -c '
    printf %s wisdeck-test | gnome-keyring-daemon --unlock --components=secrets >/dev/null
    # A call before the daemon owns its name would make D-Bus start a second daemon, which is
    # locked.
    owned() {
      dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets | grep -q "boolean true"
    }
    for wait in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
      owned && break
      sleep 0.25
    done
    "$@"
  ' sh "$@"
