/*
How `sudo` in a script becomes root.
- The password is a shell variable and goes through a FIFO by the builtin printf: it is never on a disk, in an argument or in an environment. `sudo` is a program
  in PATH, not a function, so that `xargs sudo` and `timeout 9 sudo` work too.
*/
export const sudoFunctions = String.raw`
dw_feeder= dw_dir=
dw_finish() {
  if [ -n "$dw_feeder" ]; then kill "$dw_feeder" && wait "$dw_feeder"; fi
  if [ -n "$dw_dir" ]; then rm -rf -- "$dw_dir"; fi
  dw_feeder= dw_dir=
} >/dev/null 2>&1

dw_prepare_sudo() {
case $dw_sudo in
  itself)
    sudo() {
      while :; do case $1 in -n | -E | -H | -A | -S | -k | --) shift ;; *) break ;; esac; done
      case $1 in -*) command sudo "$@" ;; *) env "$@" ;; esac
    }
    export -f sudo ;;
  passwordless)
    sudo() { command sudo -n "$@"; }
    export -f sudo ;;
  password)
    # In the first of these where programs may be run: /tmp is mounted noexec on some servers.
    for dw_base in "${'$'}{TMPDIR:-/tmp}" "$HOME" /var/tmp; do
      dw_dir=$(mktemp -d "$dw_base/.dpu-wizard.XXXXXXXX" 2>/dev/null) || { dw_dir=; continue; }
      # One asker at a time, or two would read halves of a line each.
      printf '%s\n' '#!/bin/sh' '[ $# = 0 ] && exit' 'd=${'$'}{0%/*}' 'until mkdir "$d/busy" 2>/dev/null; do [ -d "$d" ] || exit 1; sleep 0.05; done' \
        'IFS= read -r answer <"$d/fifo"' 'rmdir "$d/busy"' 'printf "%s\n" "$answer"' >"$dw_dir/askpass"
      printf '#!/bin/sh\nSUDO_ASKPASS=${'$'}{0%%/*}/askpass exec %q -A "$@"\n' "$(type -P sudo)" >"$dw_dir/sudo"
      chmod 700 "$dw_dir/askpass" "$dw_dir/sudo"
      mkfifo -m 600 "$dw_dir/fifo" && "$dw_dir/askpass" 2>/dev/null && break
      rm -rf -- "$dw_dir"; dw_dir=
    done
    if [ -n "$dw_dir" ]; then
      ( trap '' PIPE; while [ -p "$dw_dir/fifo" ]; do printf '%s\n' "$dw_password" >"$dw_dir/fifo"; done ) </dev/null >/dev/null 2>&1 4>&- 5>&- 6>&- 9>&- &
      dw_feeder=$!
      PATH=$dw_dir:$PATH
    else
      echo 'No directory in which a program for sudo can be put: /tmp and the home directory are both mounted noexec or full' >&2
    fi ;;
esac
}
`;
