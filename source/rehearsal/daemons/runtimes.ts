import {Refusal} from '../program.js';
import type {Daemon} from '../systemd/daemons.js';
import {rootFiles} from '../systemd/units.js';

/**
CRI-O reads all of registries.conf.d at its start, and stops at a line that it can't read.
*/
export const crio: Daemon = {
	start(_argv, {machine}) {
		const files = rootFiles(machine);
		const directory = '/etc/containers/registries.conf.d';
		for (const name of files.exists(directory) ? files.list(directory) : []) {
			const bad = files.text(`${directory}/${name}`).split('\n').find(line => !/^\s*(?:(?:#.*|\[\[registry(?:\.mirror)?\]\]|\[aliases\]|(?:location|prefix)\s*=\s*"[^"]+"|(?:insecure|blocked)\s*=\s*(?:true|false)|unqualified-search-registries\s*=\s*\[[^\]]*\])\s*)?$/v.test(line));
			if (bad !== undefined) {
				throw new Refusal(String.raw`level=fatal msg="loading registries configuration \"${directory}/${name}\": toml: invalid key: ${bad}"`);
			}
		}
	},
};

export const containerd: Daemon = {
	start(_argv, {machine}) {
		const text = rootFiles(machine).textIfThere('/etc/containerd/config.toml') ?? '';
		const version = /^version\s*=\s*(?<number>\d+)$/mv.exec(text)?.groups?.number;
		if (version !== undefined && Number(version) > 3) {
			throw new Refusal(`containerd: failed to load TOML: unsupported config version: ${version}`);
		}

		const bad = text.split('\n').find(line => !/^\s*(?:(?:#.*|\[[\w"\-.]+\]|[\w\-]+\s*=\s*(?:"[^"]*"|\d+|true|false|\[[^\]]*\]))\s*)?$/v.test(line));
		if (bad !== undefined) {
			throw new Refusal(`containerd: failed to load TOML: /etc/containerd/config.toml: toml: expected newline but got ${bad}`);
		}
	},
};
