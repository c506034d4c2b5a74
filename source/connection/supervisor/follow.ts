/*
Starts a job if nobody has, and follows its output from an offset to its end. Asked again with the same name and other offsets, it goes on where it was: that is
all that reconnecting takes.
- A short job is waited for and then read at once; a longer one is read by \`tail\`, which ends by itself once the waiter has. Where there is no GNU tail, by \`cat\`.
- A runner that was killed leaves the script without a watcher: it is gone when the last process of its session is.
*/
export const followFunctions = `
dw_has_flock=
dw_end() { dw_say "$1"; dw_say end >&2; }

dw_processes() { ps -A -o sess= -o pgid= -o stat= | awk -v session="$dw_runner_pid" -v group="$1" '($1 == session || (group && $2 == group)) && $3 !~ /^Z/ { found = 1 } END { exit !found }'; }

# Until nothing of the job runs any more; the exit status is read behind it.
dw_wait() {
local time boot group how
read -r time boot dw_runner_pid group how <"$dw_at/start"
[ "$boot" = "$dw_boot" ] || return 0
if [ -n "$dw_has_flock" ]; then flock -s 6; else while kill -0 "$dw_runner_pid" 2>/dev/null; do sleep 0.2; done; fi
read -r time boot dw_runner_pid group how <"$dw_at/start"
case $(<"$dw_at/exit") in
  *[a-z]*) ;;
  *) while dw_processes "$group"; do sleep 1; done ;;
esac
}

# Tail hands on 8 KiB at a time, cat sixteen times as much: 15 and 6 ms for a million lines.
dw_read_from() { if [ "$1" = 0 ]; then cat; else tail -c "+$(($1 + 1))"; fi; }

dw_read_rest() {
if [ -s "$dw_at/stdout" ]; then dw_read_from "$dw_stdout" <&3; fi
if [ -s "$dw_at/stderr" ]; then dw_read_from "$dw_stderr" <&4 >&2; fi
}

dw_read_along() {
local waiter
dw_wait </dev/null >/dev/null 2>&1 &
waiter=$!
case $(tail --version 2>/dev/null) in
  *'GNU coreutils'*)
    tail -c "+$((dw_stdout + 1))" -s 0.1 -f --pid="$waiter" "$dw_at/stdout" 2>/dev/null &
    local reader=$!
    tail -c "+$((dw_stderr + 1))" -s 0.1 -f --pid="$waiter" "$dw_at/stderr" >&2 2>/dev/null
    wait "$reader"
    # The readers ended before what they read: nobody listens any more.
    if kill -0 "$waiter" 2>/dev/null; then kill "$waiter"; exit 1; fi ;;
  *)
    tail -c "+$((dw_stdout + 1))" <&3; tail -c "+$((dw_stderr + 1))" <&4 >&2
    while kill -0 "$waiter" 2>/dev/null; do sleep 0.2; cat <&3; cat <&4 >&2; done
    cat <&3; cat <&4 >&2 ;;
esac
}

# The probe's words go to standard output, whichever stream they were meant for: they are told apart there.
dw_look() {
dw_say "look $1"
(
  dw_prepare_sudo
  # What has to be cleaned up behind it needs somebody who stays.
  dw_script=$dw_probe
  if [ -n "$dw_dir" ]; then ( dw_eval ); dw_code=$?; dw_finish; exit "$dw_code"; fi
  dw_eval
) </dev/null 2>&1 3<&- 4<&- 5<&- 6<&-
dw_looked=$?
dw_say "looked $1 $dw_looked"
return "$dw_looked"
}

dw_ended=
dw_follow() {
local try=0 word code full time boot rest
until [ -s "$dw_at/start" ]; do
  # Made a moment ago over another connection, or left behind half-made.
  try=$((try + 1)); if [ "$try" -gt 100 ] || [ ! -d "$dw_at" ]; then dw_ended='gone absent'; return 0; fi
  sleep 0.1
done
exec 3<"$dw_at/stdout" 4<"$dw_at/stderr" 5<"$dw_at/exit" 6<"$dw_at/alive" || { dw_ended='gone absent'; return 0; }
read -r time boot rest <"$dw_at/start"
dw_say "job $dw_job"
type -P flock >/dev/null && dw_has_flock=yes
if [ -n "$dw_has_flock" ] && flock -s -w 0.2 6; then
  case $(<"$dw_at/exit") in *[a-z]*) dw_read_rest ;; *) dw_read_along ;; esac
else
  dw_read_along
fi
read -r word code full <&5
case $word in
  exited) dw_ended="end $code $full" ;;
  busy) rm -rf -- "$dw_at"; exec 3<&- 4<&- 5<&- 6<&-; return 1 ;;
  *) if [ "$boot" = "$dw_boot" ]; then dw_ended='gone killed'; else dw_ended='gone reboot'; fi ;;
esac
}

dw_run_job() {
dw_know_boot
dw_at=$dw_lock/jobs/$dw_job
dw_mask=$(umask)
case $dw_looks in before*) if [ -z "$dw_known" ] && [ ! -d "$dw_at" ] && dw_look before; then dw_end 'gone unneeded'; return; fi ;; esac
while :; do
  if [ ! -d "$dw_at" ]; then
    if [ -n "$dw_known" ]; then dw_ended='gone absent'; break; fi
    dw_take_place
    if [ ! -d "$dw_at" ]; then
      if [ -n "$dw_waited" ]; then dw_ended='gone waited'; break; fi
      if dw_make_job; then
        dw_launch
      elif [ ! -d "$dw_at" ]; then
        dw_say unkept
        dw_direct
        return
      fi
    fi
    exec 9>&-
  fi
  if dw_follow; then break; fi
done
case "$dw_ended $dw_looks" in 'end 0 '*after) dw_look after || : ;; esac
dw_end "$dw_ended"
dw_prune
}
`;
