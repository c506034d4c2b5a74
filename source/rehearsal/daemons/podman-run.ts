import {pullImage} from '../containers/pull.js';
import {Refusal} from '../program.js';
import type {Daemon} from '../systemd/daemons.js';
import {readOptions} from '../usage.js';

/**
A container that a quadlet runs. The only one that listens is the registry's.
*/
export const podmanRun: Daemon = {
	async start([verb, ...argv], {rehearsal, machine, unit}) {
		if (verb !== 'run') {
			throw new Refusal(`unrecognized command \`podman ${verb ?? ''}\``, 125);
		}

		const given = readOptions(argv, {
			flags: ['--replace', '--rm', '-d'],
			values: ['--name', ['-p', '--publish'], ['-v', '--volume']],
			unknown: word => new Refusal(`Error: unknown flag: ${word}`, 125),
			stopsAtWord: true,
		});
		const [image] = given.words;
		if (image === undefined) {
			throw new Refusal('Error: requires at least 1 arg(s), only received 0', 125);
		}

		if (!machine.images.has(image)) {
			await pullImage(image, machine, rehearsal);
		}

		for (const published of given.values.get('--publish') ?? []) {
			const [outside, inside] = published.split(':');
			// The registry listens on 5000 inside, whatever the port outside is.
			if (image.includes('/registry:') && inside === '5000') {
				machine.listeners.push({port: Number(outside), unit: unit.name, service: 'registry'});
			}
		}
	},
};
