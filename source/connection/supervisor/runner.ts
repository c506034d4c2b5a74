/*
The job's own bash, in a session or a unit of its own. It is a file of the job (\`runner\`), written from these functions, and gets the place of the job as its argument.
- It holds an exclusive lock on \`alive\` for as long as it lives: whoever wants to know takes a shared one, and the kernel answers, also after a kill or a power cut.
- What must not be on a disk (the sudo password, the environment of the login) comes through the FIFO \`input\`.
- It has the lock of the place: a session inherits it, a unit takes it itself. One that others may run beside has none.
- Output goes to files, so that no reader can slow it down, block it, or end it.
- \`exit\` has its full length from the beginning and is written over in place: a full disk can't keep the status from being told.
*/
export const runnerFunctions = String.raw`
dw_know_boot() { { read -r dw_boot </proc/sys/kernel/random/boot_id || dw_boot=$(sysctl -n kern.bootsessionuuid) || dw_boot=unknown; } 2>/dev/null; }
dw_write_start() { printf '%s %s %s %s %s\n' "${'$'}{EPOCHSECONDS:-$(date +%s)}" "$dw_boot" "$$" "$1" "$dw_how" >start; }

dw_runner() {
cd -- "$1" || exit
umask 077
exec 5<>exit 6>>alive
if type -P flock >/dev/null; then flock -n 6 || exit; fi
dw_how=$2
dw_know_boot
dw_write_start 0
eval "$(<input)"
if [ "$dw_how" = unit ] && [ -z "$dw_beside" ] && type -P flock >/dev/null && exec 9>>../../place.lock; then
  # Whoever started it has just let go of it, and a second one may be faster.
  flock -w 20 9 || { printf busy >&5; exit; }
fi
IFS= read -r -d '' dw_script <script || :
trap dw_finish EXIT
dw_prepare_sudo 2>>stderr
set -m
(
  set +m
  cd "$dw_directory" 2>/dev/null || cd
  umask "$dw_umask"
  dw_eval
) </dev/null >>stdout 2>>stderr 5>&- 6>&- 9>&- &
dw_child=$!
set +m
unset dw_password dw_script
dw_write_start "$dw_child"
wait "$dw_child" 2>/dev/null
dw_code=$?
dw_finish
dw_full=
printf . 2>/dev/null >room || dw_full=full
printf '%s' "exited $dw_code $dw_full" >&5
exit
}
`;
