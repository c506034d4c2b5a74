import path from 'node:path';

/**
The directory that everything is kept under, where one was named: `--home`, else `DPU_WIZARD_HOME`.
*/
export function homeOf(values: ReadonlyMap<string, readonly string[]>, environment: NodeJS.ProcessEnv): string | undefined {
	const named = values.get('home')?.[0] ?? environment.DPU_WIZARD_HOME;
	return named === undefined || named === '' ? undefined : path.resolve(named);
}
