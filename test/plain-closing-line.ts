import type {Reporter, TestModule} from 'vitest/node';

/**
Ends a run with one plain line that any CI can read: `412 passed, 0 failed, 3 skipped`.
*/
export default class PlainClosingLine implements Reporter {
	onTestRunEnd(modules: readonly TestModule[]) {
		const states = modules.flatMap(module => [...module.children.allTests()].map(test => test.result().state));
		const brokenModules = modules.filter(module => module.errors().length > 0).length;
		const count = (state: string) => states.filter(each => each === state).length;
		console.log(`${count('passed')} passed, ${count('failed') + brokenModules} failed, ${count('skipped')} skipped`);
	}
}
