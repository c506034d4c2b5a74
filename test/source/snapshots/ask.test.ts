import {expect, test} from 'vitest';
import {defaultDefinition} from '../../../source/lab/defaults.js';
import {deriveLab} from '../../../source/lab/derive.js';
import {snapshotsText} from '../../../source/report/snapshots.js';
import {readSnapshots} from '../../../source/snapshots/ask.js';

const lab = deriveLab(defaultDefinition());

// As qemu-img 7.2 tells of disks, shortened to what is read of it and some of what is not.
const disk = (size: number, ...snapshots: ReadonlyArray<readonly [name: string, seconds: number, bytes: number]>) => JSON.stringify({
	'backing-filename-format': 'qcow2',
	...(snapshots.length > 0 && {
		snapshots: snapshots.map(([name, seconds, bytes], index) => ({
			'vm-clock-sec': 27, name, 'date-sec': seconds, 'date-nsec': 528_037_000, id: String(index + 1), 'vm-state-size': bytes,
		})),
	}),
	'actual-size': size,
});

const mebibyte = 1_048_576;
const text = [
	`gw-1 ${disk(500 * mebibyte, ['dpu-wizard-gateway', 1_795_834_844, 178 * mebibyte], ['mine', 1, 1], ['dpu-wizard-launch', 1_795_838_444, 200 * mebibyte])}`,
	`infra-1 ${disk(300 * mebibyte, ['dpu-wizard-launch', 1_795_838_443, 100 * mebibyte])}`,
	`infra-2 ${disk(10 * mebibyte)}`,
	'',
].join('\n');

test('snapshots are gathered by stage, and those of somebody else are none', () => {
	expect(readSnapshots(text)).toEqual({
		diskBytes: 810 * mebibyte,
		snapshots: [
			{
				stage: 'gateway', at: '2026-11-28T03:00:44.000Z', nodes: ['gw-1'], memoryBytes: 178 * mebibyte,
			},
			{
				stage: 'launch', at: '2026-11-28T04:00:43.000Z', nodes: ['gw-1', 'infra-1'], memoryBytes: 300 * mebibyte,
			},
		],
	});
	expect(snapshotsText(lab, readSnapshots(text))).toContain('launch          2026-11-28 04:00 UTC  2 VMs, 300 MiB of memory');
});

test('where there are none, it says how to have them', () => {
	expect(snapshotsText(lab, readSnapshots(''))).toContain('SNAPSHOTS=true');
});
