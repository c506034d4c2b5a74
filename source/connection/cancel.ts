import {placePath} from './bootstrap.js';

/**
What the bootstrap told about itself: the process that watches, and the script's own, which leads a process group. There is none while it waits for its turn.
*/
export type Processes = {readonly watcher: number; readonly job: number | undefined};

/**
Bash text that ends a script and succeeds when nothing of it is left.
*/
export const cancelScript = ({watcher, job}: Processes, canSudo: boolean): string => `watcher=${watcher} job=${job ?? 0}\n${endProcesses(canSudo)}`;

/**
The same for a job, from wherever: its own files say which processes are meant. What ran before a reboot is gone.
*/
export const cancelJobScript = (lockDirectory: string, name: string, canSudo: boolean): string => `
cd ${placePath(`${lockDirectory}/jobs/${name}`)} 2>/dev/null || exit 0
# One that is being started at this moment tells in a moment who it is; one that never starts has nothing to be ended.
for attempt in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25; do
  if { read -r time boot watcher job how <start; } 2>/dev/null; then break; fi
  how=
  sleep 0.2
done
[ -n "$how" ] || exit 1
{ read -r now </proc/sys/kernel/random/boot_id || now=$(sysctl -n kern.bootsessionuuid) || now=unknown; } 2>/dev/null
[ "$boot" = "$now" ] || exit 0
case $(<exit) in *[a-z]*) exit 0 ;; esac
${endProcesses(canSudo)}
`;

// Not only the process group: `timeout` and `sudo` with a pty make groups of their own.
const endProcesses = (canSudo: boolean): string => `
members() {
  ps -A -o pid= -o ppid= -o pgid= -o sess= -o stat= | awk -v watcher="$watcher" -v job="$job" '
    { parent[$1] = $2; group[$1] = $3; session[$1] = $4; if ($5 !~ /^Z/) alive[$1] = 1 }
    END {
      root = job ? job : watcher
      for (pid in alive) {
        if (job && pid == watcher) continue
        ours = job ? (group[pid] == job || (session[pid] == watcher && group[pid] != watcher)) : session[pid] == watcher
        depth = 0
        for (each = pid; each > 1 && each != root; each = parent[each]) depth++
        if (ours || each == root) print depth, pid
      }
    }' | sort -n | while read -r depth pid; do echo "$pid"; done
}
for signal in TERM KILL; do
  for attempt in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50; do
    remaining=$(members)
    [ -n "$remaining" ] || exit 0
    # All at once, root's too: who is left without a parent is known by nobody. Parents first: one whose child has ended would go on with what comes next. And again now and then: a new process may have been started in the meantime.
    if [ $((attempt % 10)) = 1 ]; then
      ${canSudo ? 'sudo kill -s $signal $remaining 2>/dev/null || ' : ''}kill -s $signal $remaining 2>/dev/null || :
    fi
    sleep 0.2
  done
done
exit 1
`;
