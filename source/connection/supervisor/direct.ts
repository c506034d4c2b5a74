/*
Runs the script as a child of this channel's own bash. Why it looks as it does:
- It stays behind as the script's watcher, and the script becomes a process group of its own by `set -m`, which needs no setsid (macOS has none).
- Output goes through a pump that goes on reading when the connection is gone, so that nobody dies of SIGPIPE in the middle of a package install.
- The end marker goes through the same pipes as the output, behind it. A daemon that the script left behind with an open output does not delay the end.
- The script is evaluated where nothing of the supervisor is in sight, and only ever in a process of its own.
- A script that is tied to the connection is ended when a guard beside it can no longer write to it: that is how a lock dies with its holder. The end itself is told at once.
*/
export const directFunctions = `
dw_eval() {
set --
unset -f $dw_functions
SECONDS=0
eval "unset $dw_variables dw_functions dw_variables; $dw_script"
}

dw_pump() { cat; exec cat >/dev/null; }
dw_direct() {
dw_prepare_sudo
exec 7> >(exec 9>&- 2>/dev/null; dw_pump)
exec 8> >(exec 7>&- 9>&- 1>&2 2>/dev/null; dw_pump)
set -m
(
  set +m
  dw_say "job \${BASHPID:-$(exec sh -c 'echo $PPID')}"
  dw_eval
) </dev/null >&7 2>&8 7>&- 8>&- 9>&- &
dw_child=$!
set +m
unset dw_script dw_password
dw_guard=
if [ -n "$dw_tied" ]; then
  ( trap '' PIPE; while sleep 2 </dev/null >/dev/null 2>&1; do dw_say alive || { kill -s KILL -- "-$dw_child"; break; }; done ) 2>/dev/null 7>&- 8>&- &
  dw_guard=$!
fi
wait "$dw_child" 2>/dev/null
dw_code=$?
if [ -n "$dw_guard" ]; then kill "$dw_guard" && wait "$dw_guard"; fi 2>/dev/null
dw_finish
dw_say "end $dw_code" >&7
dw_say end >&8
}
`;
