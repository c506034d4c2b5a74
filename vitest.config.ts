import {defineConfig} from 'vitest/config';

// COLUMNS and LINES keep Ink from starting `tput` twice a frame where there is no terminal.
const env = {COLUMNS: '100', LINES: '40', NODE_ENV: 'production'};

// React's production build has no development runtime for JSX.
const oxc = {jsx: {development: false}};

export default defineConfig({
	test: {
		reporters: ['default', './test/plain-closing-line.ts'],
		projects: [
			{
				oxc,
				test: {
					name: 'unit', include: ['test/**/*.test.{ts,tsx}'], exclude: ['test/lab/**', 'test/source/rehearsal/**', 'test/faults/**', 'test/**/*.ssh.test.ts'], env, testTimeout: 20_000,
				},
			},
			// Whole labs on the rehearsal's own clock, which stands still while anybody works: how fast this machine is makes no difference.
			{
				oxc,
				test: {
					name: 'rehearsal', include: ['test/source/rehearsal/*.test.ts'], env, testTimeout: 300_000,
				},
			},
			// Real OpenSSH servers and clients: one file at a time, so that a loaded machine does not make them late.
			{
				test: {
					name: 'ssh', include: ['test/**/*.ssh.test.ts'], exclude: ['test/lab/**'], env, testTimeout: 60_000, hookTimeout: 60_000, fileParallelism: false,
				},
			},
			{
				test: {
					name: 'faults', include: ['test/faults/faults.test.ts'], env, testTimeout: 3_600_000, hookTimeout: 3_600_000,
				},
			},
			{
				test: {
					name: 'lab', include: ['test/lab/**/*.test.ts'], env, testTimeout: 3_600_000, hookTimeout: 3_600_000, fileParallelism: false,
				},
			},
		],
	},
});
