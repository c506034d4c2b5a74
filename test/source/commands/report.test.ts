import {expect, test} from 'vitest';
import type {StepDefinition} from '../../../source/plan/step.js';
import {sh} from '../../../source/shell/command.js';
import {onNode, remoteServer} from '../../../source/shell/place.js';
import {commandLine} from './command-line.js';

const sample = (id: string, isDone: boolean, printed: string): StepDefinition => ({
	id: `verification.${id}`, title: `See ${id}`, why: 'For the test.', at: remoteServer, probe: () => isDone ? sh`true` : sh`false`, commands: () => [], evidence: () => sh`printf '%b' ${printed}`,
});

async function lab() {
	const line = commandLine(() => [{
		id: 'verification',
		title: 'Verification',
		steps: [
			sample('leases', true, String.raw`ovn-dpu-tenant-2\033[31m fresh\n--token abcdef.0123456789abcdef\n`),
			sample('ping', false, 'test-tenant-2 to 10.244.3.4: | 0% packet loss'),
			{...sample('flows', true, 'never'), at: onNode('infra-2')},
		],
	}]);
	await line.run('lab', 'new', 'mine', '--server', 'this-host', 'NUM_VF=4');
	return line;
}

test('the report says what holds, what does not and what could not be asked, with what was found just now', async () => {
	const line = await lab();
	const {status, stdout} = await line.run('report');
	expect(status).toBe(0);
	expect(stdout).toContain('1 of 3 verifications of the profile offload hold.');
	expect(stdout).toMatch(/verified +See leases \(verification\.leases\)/v);
	expect(stdout).toMatch(/NOT verified +See ping/v);
	expect(stdout).toMatch(/could not be asked +See flows/v);
	expect(stdout).toContain('    ovn-dpu-tenant-2 fresh');
	expect(stdout).toMatch(/NUM_VF +4/v);
	expect(stdout).toContain('See flows (verification.flows), on infra-2 (could not be asked, and was not run from here)');
});

test('the Markdown is for an issue: tables, folded evidence, no secret, no address of the server', async () => {
	const line = await lab();
	const {stdout} = await line.run('report', '--format', 'markdown');
	expect(stdout).toContain('| See ping (verification.ping) | NOT verified |');
	expect(stdout).toContain('<details><summary>See ping (verification.ping), on remote server</summary>\n\n```text\n');
	expect(stdout).toContain('test-tenant-2 to 10.244.3.4: | 0% packet loss');
	expect(stdout).not.toContain('0123456789abcdef');
	expect(stdout).not.toContain('this-host');
});

test('a format that there is not is refused', async () => {
	const line = await lab();
	expect(await line.run('report', '--format', 'html')).toMatchObject({status: 2});
});
