import {placePath} from '../bootstrap.js';
import {identityOf, type JobIdentity} from './job.js';

/**
A job that is, or was, at a place.
*/
export type JobReport = JobIdentity & {
	readonly name: string;
	readonly state: 'running' | 'ended' | 'gone';
	/**
	By the clock of the place.
	*/
	readonly secondsAgo: number;
	/**
	Some wizard has heard of its end.
	*/
	readonly isSeen: boolean;
};

/**
Bash text that prints a line a job. Read-only.
*/
export const listScript = (lockDirectory: string): string => String.raw`
cd ${placePath(lockDirectory)}/jobs 2>/dev/null || exit 0
{ read -r boot </proc/sys/kernel/random/boot_id || boot=$(sysctl -n kern.bootsessionuuid) || boot=unknown; } 2>/dev/null
now=$(date +%s)
for job in *; do
  { read -r time job_boot runner group how <"$job/start"; } 2>/dev/null || continue
  seen=unseen; [ ! -e "$job/seen" ] || seen=seen
  case $(<"$job/exit") in
    *[a-z]*) state=ended ;;
    *)
      if [ "$boot" != "$job_boot" ]; then state=gone
      elif kill -0 "$runner" 2>/dev/null; then state=running
      elif ps -A -o pgid= -o sess= | awk -v group="$group" -v session="$runner" '(group && $1 == group) || $2 == session { found = 1 } END { exit !found }'; then state=running
      else state=gone; fi ;;
  esac
  printf '%s %s %s %s\n' "$job" "$state" "$((now - time))" "$seen"
done
`;

const isState = (word: string | undefined): word is JobReport['state'] => ['running', 'ended', 'gone'].includes(word!);

export function readList(text: string): readonly JobReport[] {
	return text.split('\n').flatMap(line => {
		const [name = '', state, secondsAgo, seen] = line.split(' ', 4);
		const identity = identityOf(name);
		return identity && isState(state)
			? [{
				// Its clock may have jumped.
				...identity, name, state, secondsAgo: Math.max(0, Number(secondsAgo)), isSeen: seen === 'seen',
			}]
			: [];
	});
}
