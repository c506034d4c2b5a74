import {expect, test} from 'vitest';
import {defaultDefinition} from '../../source/lab/defaults.js';
import {deriveLab} from '../../source/lab/derive.js';
import {makePlan, stepsOf} from '../../source/plan/plan.js';

const planOf = (variables: Readonly<Record<string, string>> = {}) => stepsOf(makePlan(deriveLab({...defaultDefinition(), variables})));
const text = (id: string, variables?: Readonly<Record<string, string>>) => {
	const {commands} = planOf(variables).find(step => step.id === id)!;
	return commands.map(command => command.text).join('\n');
};

test('D44: only what leaves by the management NIC is masqueraded, so that the clusters see each other\'s own addresses', () => {
	expect(text('gateway.forwarding@gw-1')).toContain('ip saddr { 192.168.200.0/24, 192.168.100.0/24 } oifname "enp1s0" counter masquerade');
});

test('D45: rules and settings are files that are written whole; a second run doubles nothing', () => {
	expect(text('gateway.forwarding@gw-1')).not.toContain('>>');
	expect(text('gateway.forwarding@gw-1')).toContain('delete table ip dpu_wizard\ntable ip dpu_wizard {');
});

test('D46: the registry\'s container listens on 5000 whatever the port outside is', () => {
	expect(text('gateway.registry@gw-1', {HTTP_REGISTRY_PORT: '5555'})).toContain('PublishPort=5555:5000');
});

test('D47, R23: the registry is a unit of podman\'s generator, not of podman generate systemd', () => {
	expect(text('gateway.registry@gw-1')).toContain('/etc/containers/systemd/dpu-wizard-registry.container');
	expect(text('gateway.registry@gw-1')).not.toContain('generate systemd');
});

test('10.2: where no image can be pulled the distribution\'s registry serves, without its password file', () => {
	const commands = text('gateway.registry@gw-1', {GUEST_FAMILY: 'debian', IMAGE_SHA256: 'a'.repeat(64)});
	expect(commands).toContain('addr: :5000');
	expect(commands).not.toContain('auth:');
	expect(commands).toContain('systemctl restart docker-registry.service');
});

test('Fedora calls the same registry by other names', () => {
	const commands = text('gateway.registry@gw-1', {REGISTRY_FROM: 'package'});
	expect(commands).toContain('/etc/docker-distribution/registry/config.yml');
	expect(commands).toContain('systemctl restart docker-distribution.service');
	expect(text('gateway.packages@gw-1', {REGISTRY_FROM: 'package'})).toContain('docker-distribution');
});

test('D49, D51: the gateway has its two addresses from its seed, before anything has to be switched on', () => {
	const seed = text('gateway.seed@gw-1');
	expect(seed).toContain('192.168.200.254/24');
	expect(seed).toContain('192.168.100.254/24');
});

test('D43: the gateway has the name that the list gives it', () => {
	const steps = stepsOf(makePlan(deriveLab({...defaultDefinition(), arrays: {...defaultDefinition().arrays, GATEWAY_LIST: ['gw-7']}})));
	expect(steps.filter(step => step.stage === 'gateway').every(step => step.id.endsWith('@gw-7'))).toBe(true);
});
