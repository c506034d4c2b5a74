/**
Bash text for the beginning of a script with many read-only uses of `sudo`: it becomes root once, and every `sudo PROGRAM ...` that follows is handed to that one root process.

Each `sudo` by itself costs a password check, which is made to be slow: two hundred of them took most of a minute on a small server. Cached credentials are no way out: without a
terminal sudo keeps them for one parent process only, and some servers keep none.

What it costs in safety is nothing new: while such a script runs, other processes of the same login could ask for the password as well. The requests go through a FIFO in a private
directory; the root process opens what the caller has as its standard streams. It ends with the script, and after a minute in which nobody asks.

Where anything of this is not possible, and for options of sudo, the `sudo` of the place is used as it would have been.
*/
export const rootBroker = String.raw`
dw_serve='
  exec 4<"$1" || exit 1
  echo $$
  exec >/dev/null 2>&1
  while :; do
    IFS= read -r -t 60 request <&4
    case $? in
      0) ;;
      # Nobody asks, and nobody waits for an answer either.
      1) exit 0 ;;
      *) if [ -n "$(jobs -pr)" ]; then continue; else exit 0; fi ;;
    esac
    [ "$request" = end ] && exit 0
    (
      exec 4<&-
      eval "set -- $request"
      caller=$1 answer=$2 code=refused
      shift 2
      if cd "/proc/$caller/cwd"; then
        { env -- "$@"; code=$?; } <"/proc/$caller/fd/6" >>"/proc/$caller/fd/7" 2>>"/proc/$caller/fd/8"
      fi
      echo "$code" >"$answer"
    ) &
  done
'
dw_root=
dw_open_broker() {
  [ "$EUID" != 0 ] && [ -d /proc/self/fd ] && ((BASH_VERSINFO[0] >= 4)) || return 0
  dw_root=$(mktemp -d "${'$'}{TMPDIR:-/tmp}/.dpu-wizard.XXXXXXXX" 2>/dev/null) || return 0
  trap 'rm -rf -- "$dw_root"' EXIT
  mkfifo -m 600 "$dw_root/requests" "$dw_root/started" && exec 5<>"$dw_root/requests" 6<>"$dw_root/started" || return 0
  # No child of ours, or wait would wait for it.
  ( { sudo bash -c "$dw_serve" bash "$dw_root/requests" 2>/dev/null || echo none; } </dev/null >&6 5>&- & )
  IFS= read -r dw_server <&6
  exec 6>&-
  [ "$dw_server" != none ] || return 0
  export dw_root dw_server
  sudo() {
    case ${'$'}{1-} in '' | -* | *=*) command sudo "$@"; return ;; esac
    local LC_ALL=C answer=$dw_root/$BASHPID request code=
    printf -v request '%q ' "$BASHPID" "$answer" "$@"
    # Longer ones could be torn by another's.
    if ((${'$'}{#request} > 4000)) || ! { [ -p "$answer" ] || mkfifo -m 600 "$answer"; } 2>/dev/null; then
      command sudo "$@"
      return
    fi
    # Copies, because a redirected builtin has something else as its own for a moment.
    {
      printf '%s\n' "$request" >&5
      until IFS= read -r -t 3 -u 9 code; do [ -d "/proc/$dw_server" ] || { code=refused; break; }; done
    } 6<&0 7>&1 8>&2 9<>"$answer"
    [ "$code" != refused ] || { command sudo "$@"; return; }
    return "$code"
  }
  export -f sudo
}
dw_open_broker
`;

/**
Lets the root process go.
*/
export const endRootBroker = '{ [ ! -p "$dw_root/requests" ] || echo end >&5; } 2>/dev/null';
