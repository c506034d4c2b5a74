import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {expect, test} from 'vitest';
import {openSession} from '../../../source/commands/session.js';
import {newDefinition} from '../../../source/lab/defaults.js';
import {stepsOf} from '../../../source/plan/plan.js';
import {sh} from '../../../source/shell/command.js';
import {remoteServer} from '../../../source/shell/place.js';
import {step} from '../../../source/plan/step.js';
import {temporaryDirectory} from '../../stand-in/temporary-directory.js';
import {openWizard} from '../wizard.js';

test('home tells of what an earlier wizard left running, and offers to watch it', async () => {
	const directory = temporaryDirectory();
	const file = (name: string) => path.join(directory, name);
	const lab = newDefinition('demo', {server: 'this-host', variables: {GUEST_FAMILY: 'fedora', WORKING_DIR: file('work')}});
	const catalogue = [{
		id: 'here',
		title: 'Stage here',
		steps: [step({
			id: 'here.long', title: 'A long step', why: 'A test needs it.', at: remoteServer, probe: () => sh`test -e ${file('done')}`,
			commands: () => [sh`echo begun; until test -e ${file('gate')}; do sleep 0.05; done; echo ended; touch ${file('done')}`],
		})],
	}];
	const earlier = openSession(lab, {
		home: file('earlier'), environment: process.env, ask: async () => undefined, catalogue,
	});
	const leave = new AbortController();
	await earlier.run({
		steps: stepsOf(earlier.plan),
		mode: 'until-failure',
		approve: async () => 'run',
		onTrouble: async () => ({kind: 'stop'}),
		detachSignal: leave.signal,
		listen(event) {
			if (event.type === 'output') {
				leave.abort();
			}
		},
	});
	await earlier.close();

	const {screen} = openWizard({lab, catalogue});
	await screen.shows('Continue');
	screen.press('p');
	await screen.shows('Left running by an earlier wizard: here.long runs.');
	await screen.shows('Watch what runs there');
	screen.press('2');
	await screen.shows('watching, read-only');
	await screen.shows('begun');
	fs.writeFileSync(file('gate'), '');
	await screen.shows('all done');
	await screen.shows('ended');
	expect(fs.existsSync(file('done'))).toBe(true);
});
