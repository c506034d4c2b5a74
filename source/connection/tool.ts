import process from 'node:process';
import {execa} from 'execa';

export type ToolResult = {readonly exitCode: number | undefined; readonly stdout: string; readonly stderr: string};

/**
Runs a program of this machine to its end, without a shell.
*/
export async function tool(file: string, argv: readonly string[], environment: NodeJS.ProcessEnv = process.env): Promise<ToolResult> {
	const {exitCode, stdout, stderr, failed, shortMessage} = await execa(file, argv, {
		env: environment, extendEnv: false, reject: false, stdin: 'ignore',
	}) as {exitCode?: number; stdout: string; stderr: string; failed: boolean; shortMessage?: string};
	return {exitCode, stdout, stderr: failed && exitCode === undefined ? shortMessage ?? '' : stderr};
}
