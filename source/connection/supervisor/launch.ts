/*
Makes a job's directory and starts its runner: as a transient unit of systemd, or else in a session of its own.
- A plain background process would end with the login where logind kills what a user left behind (\`KillUserProcesses=yes\`); a unit of the system's manager does not.
- systemd replaces \`$\` in a unit's arguments, so those in the path are doubled.
- \`KillMode=process\`: a daemon that a step leaves behind stays, as it does in a session.
- A unit's environment is empty: that of this login is handed on, and with it the proxies of /etc/environment.
- While it waits for its turn it writes now and then: without a connection it then dies of SIGPIPE. And when its turn comes it starts nothing: what it waited for may
  have done the step, so whoever asked has to probe again. Nothing is ever started much later, when nobody expects it.
*/
export const launchFunctions = String.raw`
dw_waited=
dw_take_place() {
[ -z "$dw_beside" ] || return 0
type -P flock >/dev/null || return 0
if { [ -d "$dw_lock" ] || mkdir -p -m 700 -- "$dw_lock" 2>/dev/null; } && [ -w "$dw_lock" ] && exec 9>>"$dw_lock/place.lock"; then
  if ! flock -n 9; then
    dw_say waiting; dw_waited=yes
    # The one that has the place may be this very job, started over a connection that broke.
    until flock -w 2 9; do if [ -n "$dw_job" ] && [ -d "$dw_at" ]; then break; fi; dw_say waiting; done
  fi
else
  dw_say unlocked
fi
}

dw_make_job() {
umask 077
{ [ -d "$dw_lock/jobs" ] || mkdir -p -- "$dw_lock/jobs"; } && mkdir -- "$dw_at" && {
  printf %s "$dw_script" >"$dw_at/script" && : >"$dw_at/stdout" && : >"$dw_at/stderr" && : >"$dw_at/alive" && printf '%30s\n' '' >"$dw_at/exit" \
    && { declare -f $dw_of_runner; printf 'dw_feeder= dw_dir=\ndw_runner "$@"\n'; } >"$dw_at/runner" && mkfifo -m 600 "$dw_at/input" || { rm -rf -- "$dw_at"; false; }
}
local made=$?
umask "$dw_mask"
return "$made"
} 2>/dev/null

dw_prune() {
set -- "$dw_lock"/jobs/*
[ $# -gt "$dw_kept" ] || return 0
ls -1dt -- "$@" | tail -n "+$((dw_kept + 1))" | while IFS= read -r old; do
  case $(<"$old/exit") in
    *[a-z]*) rm -rf -- "$old" ;;
    *) if flock -n -s "$old/alive" true; then rm -rf -- "$old"; fi ;;
  esac
done
} 2>/dev/null

dw_unit() {
type -P systemd-run >/dev/null || return 1
local path=${'$'}{dw_at//\$/\$\$}
set -- --quiet --collect --no-ask-password --unit="dpu-wizard-job-${'$'}{dw_job##*-}" --description="dpu-wizard: $dw_job" \
  --property=Type=exec --property=KillMode=process --property=OOMPolicy=continue --property=TasksMax=infinity --working-directory=/ \
  --uid="$(id -u)" --gid="$(id -g)" -- "$BASH" --noprofile --norc "$path/runner" "$path" unit
case $dw_sudo in
  itself) systemd-run "$@" ;;
  *)
    if [ "$EUID" = 0 ]; then systemd-run "$@"
    elif [ "$dw_sudo" = password ]; then dw_prepare_sudo; command sudo systemd-run "$@"; local code=$?; dw_finish; return "$code"
    else command sudo -n systemd-run "$@"
    fi ;;
esac
} </dev/null >/dev/null 2>&1 9>&-

dw_session() {
if type -P setsid >/dev/null; then
  setsid "$BASH" --noprofile --norc "$dw_at/runner" "$dw_at" session </dev/null >/dev/null 2>&1 &
else
  set -m
  "$BASH" --noprofile --norc "$dw_at/runner" "$dw_at" session </dev/null >/dev/null 2>&1 &
  set +m
fi
}

dw_launch() {
if [ -n "$dw_units" ] && [ -d "$dw_systemd" ] && ( dw_unit ); then
  # A unit that started and could not go on leaves nobody to read what follows.
  ( sleep 30; exec cat "$dw_at/input" ) </dev/null >/dev/null 2>&1 9>&- &
  local watchdog=$!
  exec 9>&-
else
  dw_session
  exec 9>&-
fi
{
  export -p
  printf 'dw_sudo=%s dw_beside=%s dw_password=%q dw_directory=%q dw_umask=%s dw_functions=%q dw_variables=%q\n' "$dw_sudo" "$dw_beside" "$dw_password" "$PWD" "$dw_mask" "$dw_functions" "$dw_variables"
} >"$dw_at/input"
if [ -n "$watchdog" ]; then kill "$watchdog"; wait "$watchdog"; fi 2>/dev/null
}
`;
