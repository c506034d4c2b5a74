import {homedir} from 'node:os';
import {expect, test} from 'vitest';
import {interpretSettings} from '../../../../source/connection/ssh/settings.js';

const base = ['hostname 10.0.0.2', 'port 2222', 'user me'];
const settings = (lines: readonly string[], environment: NodeJS.ProcessEnv = {}) => interpretSettings('lab', [...base, ...lines].join('\n'), environment);

test('paths have their home and tokens filled in', () => {
	const {identityFiles, userKnownHosts} = settings(['identityfile ~/.ssh/%r@%h-%p', 'identityfile %d/%n', 'userknownhostsfile ~/a /b']);
	expect(identityFiles).toEqual([`${homedir()}/.ssh/me@10.0.0.2-2222`, `${homedir()}/lab`]);
	expect(userKnownHosts).toEqual([`${homedir()}/a`, '/b']);
});

test.each([
	[[], '/agent'],
	[['identityagent SSH_AUTH_SOCK'], '/agent'],
	[['identityagent none'], undefined],
	[['identityagent $OTHER'], '/other'],
	[['identityagent ~/own'], `${homedir()}/own`],
])('the agent of %j is %s', (lines, agent) => {
	expect(settings(lines, {SSH_AUTH_SOCK: '/agent', OTHER: '/other'}).agent).toBe(agent);
});

test('what says none is not there', () => {
	expect(settings(['proxyjump none', 'connecttimeout none', 'identityfile none'])).toMatchObject({proxyJump: undefined, connectTimeoutMs: 15_000, identityFiles: []});
});
