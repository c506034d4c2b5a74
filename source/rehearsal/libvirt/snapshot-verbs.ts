import {type Io, Refusal} from '../program.js';
import type {Given} from '../usage.js';
import type {Domain, DomainSnapshot} from './model.js';
import {deleteSnapshot, revertTo, takeSnapshot} from './snapshot.js';
import {domainOf, type Verb} from './verb.js';

/**
Snapshots of libvirt's internal kind: of a VM that is on, with its memory, in its own disk.
*/
export const snapshotVerbs: Readonly<Record<string, Verb>> = {
	'snapshot-create-as': {
		flags: ['--atomic'],
		values: ['--domain', '--name', '--description'],
		async run(given, io) {
			const domain = domainOf(given, io);
			const words = given.value('--domain') === undefined ? given.words.slice(1) : given.words;
			const name = given.value('--name') ?? words[0] ?? String(Math.floor(io.now() / 1000));
			if (domain.snapshots.some(each => each.name === name)) {
				throw new Refusal(`error: operation failed: domain moment ${name} already exists`);
			}

			const raw = domain.disks.find(({isReadOnly, format}) => !isReadOnly && format !== 'qcow2');
			if (raw) {
				throw new Refusal(`error: unsupported configuration: internal snapshot for disk ${raw.target} unsupported for storage type ${raw.format}`);
			}

			if (domain.state === 'shut off') {
				throw new Refusal('error: Requested operation is not valid: the rehearsal lab keeps only what runs');
			}

			await io.work(domain.memoryMb / 1024);
			takeSnapshot(domain, {name, description: given.value('--description') ?? words[1]}, io.rehearsal);
			io.say(`Domain snapshot ${name} created`);
			return 0;
		},
	},
	'snapshot-dumpxml': {
		flags: ['--security-info'],
		run(given, io) {
			const {snapshot: {name, description, parent, at, domain}} = named(given, io);
			io.say([
				'<domainsnapshot>',
				`  <name>${name}</name>`,
				...(description === undefined ? [] : [`  <description>${description}</description>`]),
				`  <state>${domain.state}</state>`,
				...(parent === undefined ? [] : ['  <parent>', `    <name>${parent}</name>`, '  </parent>']),
				`  <creationTime>${Math.floor(at / 1000)}</creationTime>`,
				'  <memory snapshot=\'internal\'/>',
				'  <disks>',
				...domain.disks.map(({target, isReadOnly}) => `    <disk name='${target}' snapshot='${isReadOnly ? 'no' : 'internal'}'/>`),
				'  </disks>',
				domain.xml,
				'</domainsnapshot>',
			].join('\n'));
			return 0;
		},
	},
	'snapshot-list': {
		flags: ['--name', '--tree'],
		run(given, io) {
			const {snapshots} = domainOf(given, io);
			io.say([
				...(given.has('--name') ? [] : [' Name   Creation Time   State', '------------------------------']),
				...snapshots.map(({name, at, domain}) => given.has('--name') ? name : ` ${name}   ${new Date(at).toISOString()}   ${domain.state}`),
				'',
			].join('\n'));
			return 0;
		},
	},
	'snapshot-delete': {
		flags: ['--metadata', '--current'],
		values: ['--snapshotname'],
		async run(given, io) {
			const {domain, snapshot: {name}} = named(given, io);
			await io.work(1);
			deleteSnapshot(domain, name, io.world, given.has('--metadata'));
			io.say(`Domain snapshot ${name} deleted\n`);
			return 0;
		},
	},
	'snapshot-revert': {
		flags: ['--current', '--running', '--paused', '--force', '--reset-nvram'],
		values: ['--snapshotname'],
		async run(given, io) {
			const {domain, snapshot: {name}} = named(given, io);
			await io.work(domain.memoryMb / 1024);
			revertTo(domain, name, given.has('--paused') ? 'paused' : (given.has('--running') ? 'running' : undefined), io.rehearsal);
			io.say(`Domain snapshot ${name} reverted`);
			return 0;
		},
	},
};

function named(given: Given, io: Io): {readonly domain: Domain; readonly snapshot: DomainSnapshot} {
	const domain = domainOf(given, io);
	const name = given.value('--snapshotname') ?? given.words[1];
	if (name === undefined && !given.has('--current')) {
		throw new Refusal('error: --snapshotname or --current is required\n');
	}

	const snapshot = name === undefined ? domain.snapshots.at(-1) : domain.snapshots.find(each => each.name === name);
	if (!snapshot) {
		throw new Refusal(name === undefined
			? 'error: Domain snapshot not found: the domain does not have a current snapshot'
			: `error: Domain snapshot not found: no domain snapshot with matching name '${name}'`);
	}

	return {domain, snapshot};
}
