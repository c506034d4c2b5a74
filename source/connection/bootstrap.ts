import {quote} from '../shell/quote.js';

/**
What every place runs. One constant, and made so that fish, zsh and csh as login shells hand it on unchanged: inside the quotes there is no quote, backslash or `!`.
All that differs travels over standard input: it may be larger than an argument, and neither `ps` nor the environment shows it.
*/
export const bootstrapCommand = 'exec env BASH_ENV= bash --noprofile --norc -c \'set -f; IFS=; eval $(cat)\'';

/**
The same for a program that is started without a shell.
*/
export const bootstrapArguments = ['env', 'BASH_ENV=', 'bash', '--noprofile', '--norc', '-c', 'set -f; IFS=; eval $(cat)'] as const;

/**
How `sudo` in a script becomes root. `plain` leaves it as it is; `itself` is for root, who may have no sudo at all.
*/
export type SudoMode =
	| {readonly kind: 'plain'}
	| {readonly kind: 'itself'}
	| {readonly kind: 'passwordless'}
	| {readonly kind: 'password'; readonly password: string};

export type BootstrapOptions = {
	readonly script: string;
	/**
	Marks the bootstrap's own lines in the output. Nothing else may hold it: see `makeNonce`.
	*/
	readonly nonce: string;
	readonly sudo: SudoMode;
	/**
	Directory of the lock to hold while the script runs; may start with `~/`.
	*/
	readonly lockDirectory?: string | undefined;
	/**
	The script ends when the connection does, at the latest two seconds after.
	*/
	readonly isTied?: boolean | undefined;
};

/**
A path at a place as a shell word; `~/` is the login's home.
*/
export const placePath = (path: string): string => path.startsWith('~/') ? `"$HOME"/${quote(path.slice(2))}` : quote(path);

/**
The text for the standard input of `bootstrapCommand`.
*/
export function bootstrapInput({
	script, nonce, sudo, lockDirectory, isTied,
}: BootstrapOptions): string {
	return [
		'set +f; unset IFS BASH_ENV',
		`dw_nonce=${quote(nonce)} dw_sudo=${sudo.kind} dw_password=${sudo.kind === 'password' ? quote(sudo.password) : ''}`,
		`dw_lock=${lockDirectory === undefined ? '' : placePath(lockDirectory)}`,
		`dw_tied=${isTied ? 'yes' : ''}`,
		`dw_script=${quote(script)}`,
		supervisor,
	].join('\n');
}

/*
Why it looks as it does:
- It stays behind as the script's watcher, and the script becomes a process group of its own by `set -m`, which needs no setsid (macOS has none).
- Output goes through a pump that goes on reading when the connection is gone, so that nobody dies of SIGPIPE in the middle of a package install.
- The end marker goes through the same pipes as the output, behind it. A daemon that the script left behind with an open output does not delay the end.
- While it waits for the lock it writes now and then: without a connection it then dies of SIGPIPE instead of starting much later, when nobody expects it.
- The password is a shell variable and goes through a FIFO by the builtin printf: it is never on a disk, in an argument or in an environment. `sudo` is a program
  in PATH, not a function, so that `xargs sudo` and `timeout 9 sudo` work too.
- A script that is tied to the connection is ended when the watcher can no longer write to it: that is how a lock dies with its holder.
- All of it is one function, called by the last line: input that was cut off by a dying connection runs nothing.
- bash 3.2 must understand it: no BASHPID, no {fd} redirections.
*/
const supervisor = String.raw`
dw_main() {
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
dw_say() { printf '%s %s\n' "$dw_nonce" "$1"; }
dw_say "start $$"; dw_say start >&2
dw_feeder= dw_dir=
dw_finish() {
  if [ -n "$dw_feeder" ]; then kill "$dw_feeder" && wait "$dw_feeder"; fi
  if [ -n "$dw_dir" ]; then rm -rf -- "$dw_dir"; fi
} >/dev/null 2>&1
trap dw_finish EXIT

if [ -n "$dw_lock" ] && type -P flock >/dev/null; then
  if mkdir -p -m 700 -- "$dw_lock" 2>/dev/null && [ -w "$dw_lock" ] && exec 9>>"$dw_lock/place.lock"; then
    if ! flock -n 9; then
      dw_say waiting
      until flock -w 2 9; do dw_say waiting; done
    fi
  else
    dw_say unlocked
  fi
fi

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
      ( trap '' PIPE; while [ -p "$dw_dir/fifo" ]; do printf '%s\n' "$dw_password" >"$dw_dir/fifo"; done ) </dev/null >/dev/null 2>&1 9>&- &
      dw_feeder=$!
      PATH=$dw_dir:$PATH
    else
      echo 'No directory in which a program for sudo can be put: /tmp and the home directory are both mounted noexec or full' >&2
    fi ;;
esac

dw_pump() { cat; exec cat >/dev/null; }
exec 7> >(exec 9>&- 2>/dev/null; dw_pump)
exec 8> >(exec 7>&- 9>&- 1>&2 2>/dev/null; dw_pump)
set -m
(
  set +m
  dw_say "job ${'$'}{BASHPID:-$(exec sh -c 'echo $PPID')}"
  unset -f dw_main dw_say dw_finish dw_pump
  SECONDS=0
  eval "unset dw_nonce dw_sudo dw_password dw_lock dw_tied dw_script dw_feeder dw_dir dw_base; $dw_script"
) </dev/null >&7 2>&8 7>&- 8>&- 9>&- &
dw_job=$!
set +m
unset dw_script dw_password
if [ -n "$dw_tied" ]; then
  trap '' PIPE
  while kill -0 "$dw_job" 2>/dev/null; do
    dw_say alive 2>/dev/null || { kill -s KILL -- "-$dw_job" 2>/dev/null; break; }
    sleep 2
  done
fi
wait "$dw_job" 2>/dev/null
dw_code=$?
dw_finish
dw_feeder= dw_dir=
dw_say "end $dw_code" >&7
dw_say end >&8
}
dw_main
`;
