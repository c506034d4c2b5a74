import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type {Result} from './results.js';

export const baselinesFile = (root: string): string => path.join(root, 'bench/baselines.json');

/**
What figures depend on.
*/
export const machine = () => ({
	processor: os.cpus()[0]?.model ?? 'unknown',
	cores: os.availableParallelism(),
	memoryGb: Math.round(os.totalmem() / (1024 ** 3)),
	system: `${os.type()} ${os.release()}`,
	node: process.version,
});

/**
Keeps results as what later ones are looked at beside; measurements that were not made keep their old ones.
*/
export function saveBaselines(root: string, results: readonly Result[]) {
	const file = baselinesFile(root);
	const earlier = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as {readonly results: readonly Result[]}).results : [];
	const kept = earlier.filter(({name}) => results.every(result => result.name !== name));
	writeFileSync(file, `${JSON.stringify({measuredAt: new Date().toISOString(), machine: machine(), results: [...kept, ...results]}, undefined, '\t')}\n`);
}
