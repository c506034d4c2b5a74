import type {Files} from './file-system/files.js';
import type {Machine, User} from './machine.js';
import type {Rehearsal} from './rehearsal.js';
import type {World} from './world.js';

/*
How the rehearsal lab is made, for who writes programs.

- `world.ts` and `machine.ts` hold the state: plain data and nothing else (Maps, Sets and arrays are fine, functions and classes are not). The state of a subject has a
  folder or file of its own: `libvirt/`, `network/`, `kubernetes/` (API objects, kubelets, controllers), `ovs/` (the database of Open vSwitch),
  `containers/` (images, registries). Add a field to `World` or `Machine`; whoever makes one must fill it in in `makeMachine` or `makeWorld`.
- `programs/NAME.ts` is one program: it exports a `Program` of its name and is listed in `programs/index.ts` (sorted), which is all that is needed. A program
  exists on a machine only where its package is installed: `packages.ts` says which package brings which programs, units and files, for each family.
- A program does what it is told and knows nothing of the catalogue's steps. It throws a `Refusal` with the words and the status of the real one for anything that
  the real one would refuse; `usage.ts` reads options strictly. What takes the real one a while waits by `io.work(seconds)`: the lab's own time.
- What goes on by itself (a kubelet, a controller, a boot) is worked out when somebody looks: note a time (`io.now() + 30_000`) and compare it later. No timers.
- `daemons.ts` says what becomes of a unit when systemd starts it, by the program of its ExecStart.
- `internet.ts` holds what can be fetched, from where: URLs for curl, images for podman and skopeo, packages of a repository.
- Who writes what: `kubernetes/` and `containers/` (kubeadm, kubectl, helm, crictl, skopeo, podman; `packages/kubernetes.ts`, daemons of runtimes and kubelet, what answers on
  their ports in `internet/services.ts`); `ovs/` and `network/` (ip, nmcli, networkctl, ovs-vsctl, ovs-ofctl, ping; `packages/networking.ts`, `network/ovs-path.ts` for what a bridge of
  Open vSwitch does to a frame, `network/configure.ts` for what the network managers make of their files); the rest is libvirt, images, boots and the server.
- To try: a test with `rehearsedLab()` of `test/source/rehearsal/harness.ts`, `run({to: STEP})`, and `runScript(text, ...)` of `script.ts` on any machine of the world.
- The interpreter (just-bash) has the coreutils of its own: cat, sed, awk, jq, grep, sort, ... A program here of the same name takes its place.
*/

/**
Runs a program of a machine. Resolves with its exit status.
*/
export type Program = (argv: readonly string[], io: Io) => number | Promise<number>;

export type RunOptions = {
	readonly stdin?: string;
	readonly env?: Readonly<Record<string, string>>;
	readonly user?: User;
	readonly cwd?: string;
};

export type RunResult = {readonly status: number; readonly out: string; readonly errors: string};

/**
What a program has around it.
*/
export type Io = {
	readonly rehearsal: Rehearsal;
	readonly world: World;
	readonly machine: Machine;
	/**
	As whom it runs; root under sudo.
	*/
	readonly user: User;
	readonly isRoot: boolean;
	/**
	The machine's files, with the user's rights.
	*/
	readonly files: Files;
	readonly cwd: string;
	readonly env: ReadonlyMap<string, string>;
	/**
	All of standard input.
	*/
	readonly stdin: string;
	/**
	The path behind an open file descriptor (`9>>lock`), where it is one.
	*/
	readonly descriptor: (number: number) => string | undefined;
	/**
	An absolute path for one that is relative to the working directory.
	*/
	readonly path: (path: string) => string;
	/**
	The text of a file; `-` and `/dev/stdin` are standard input.
	*/
	readonly read: (path: string) => string;
	/**
	Writes to standard output, as it is; `say` adds the newline.
	*/
	readonly write: (text: string) => void;
	readonly say: (line: string) => void;
	readonly complain: (line: string) => void;
	/**
	On the lab's clock, in milliseconds.
	*/
	readonly now: () => number;
	/**
	Takes as long as the real one usually takes.
	*/
	readonly work: (seconds: number) => Promise<void>;
	/**
	Seconds of such work in this script so far. What the computer needs to play it does not count: in compressed time it would be hours.
	*/
	readonly worked: () => number;
	readonly signal: AbortSignal;
	/**
	Another program of this machine (or a shell script by its path), with this one's user and environment.
	*/
	readonly run: (argv: readonly string[], options?: RunOptions) => Promise<RunResult>;
	/**
	The interpreter's own program of the same name, where this one only adds to it.
	*/
	readonly original: (argv: readonly string[]) => Promise<RunResult>;
	/**
	Called when the script ends that this program is part of.
	*/
	readonly onEnd: (action: () => void) => void;
	readonly setVariable: (name: string, value: string) => Promise<void>;
};

/**
A program that refuses: its last words and its exit status.
*/
export class Refusal extends Error {
	override name = 'Refusal';

	constructor(message: string, readonly status = 1) {
		super(message);
	}
}
