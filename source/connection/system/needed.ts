import fs from 'node:fs/promises';
import type {SshClient, SshSettings} from '../ssh/settings.js';
import {tool} from '../tool.js';

/**
Why a hop can't be reached with `ssh2`, or undefined: it knows no ProxyCommand, no certificates, no security keys and no PKCS#11.
*/
export async function reasonForSystemSsh(settings: SshSettings, ssh: SshClient): Promise<string | undefined> {
	const said = (name: string) => settings.all.get(name)?.find(value => value !== 'none' && value !== '');
	if (said('proxycommand') !== undefined) {
		return 'ProxyCommand';
	}

	if (said('certificatefile') !== undefined || await anyIsFile(settings.identityFiles.map(file => `${file}-cert.pub`))) {
		return 'certificate';
	}

	if (said('pkcs11provider') !== undefined) {
		return 'PKCS11Provider';
	}

	const types = await Promise.all([agentKeys(settings, ssh), ...settings.identityFiles.map(async file => publicKey(file))]);
	return types.some(text => /^sk-|-cert-v01/mv.test(text)) ? 'security key or certificate' : undefined;
}

async function agentKeys({agent, identitiesOnly}: SshSettings, {environment}: SshClient): Promise<string> {
	if (agent === undefined || identitiesOnly) {
		return '';
	}

	const {stdout} = await tool('ssh-add', ['-L'], {...environment, SSH_AUTH_SOCK: agent});
	return stdout;
}

// Only of keys that are there: ssh has names of security keys among its defaults.
async function publicKey(file: string): Promise<string> {
	try {
		await fs.access(file);
		return await fs.readFile(`${file}.pub`, 'utf8');
	} catch {
		return '';
	}
}

async function anyIsFile(files: readonly string[]): Promise<boolean> {
	const found = await Promise.allSettled(files.map(async file => fs.access(file)));
	return found.some(({status}) => status === 'fulfilled');
}
