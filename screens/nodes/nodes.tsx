import {Box} from 'ink';
import {validateLab} from '../../source/lab/validate.js';
import {Frame} from '../components/frame.js';
import {Lines, type StyledLine} from '../components/line.js';
import {topOf} from '../components/list-state.js';
import {count} from '../components/text.js';
import {useKeymap} from '../key-router.js';
import {useMachine} from '../machine.js';
import {titles} from '../routes.js';
import {useDefinition, useWizard} from '../wizard-context.js';
import {nodesKeys} from './keys.js';
import {formLines, messageLines} from './lines.js';
import {
	definitionAsTyped,
	type NodesEffect,
	nodesState,
	updateNodes,
} from './state.js';
import {drawTopology} from './topology.js';

const messageRows = 4;
const formWidth = 32;

/**
The six arrays, and the testbed that they make beside them.
*/
export function NodesScreen() {
	const wizard = useWizard();
	const definition = useDefinition();
	const {state, get, send} = useMachine(updateNodes, () => nodesState(definition), (effect: NodesEffect) => {
		if (effect.kind === 'save') {
			wizard.saveLab(effect.definition);
			wizard.say('Saved.');
		}

		wizard.back();
	});
	useKeymap(() => nodesKeys(get()), send);
	return (
		<Frame title={titles.nodes} keymap={nodesKeys(state)}>
			{({width, height}) => {
				const listHeight = height - messageRows;
				const {lines, focus} = formLines(state, formWidth);
				const first = topOf(focus, lines.length, listHeight);
				const picture = drawTopology(definitionAsTyped(state), Math.min(64, width - formWidth - 2));
				const nodeCount = Object.values(state.draft.arrays).flat().length;
				const beside: readonly StyledLine[] = [...picture, [], [{text: `${count(nodeCount, 'node')}, all on the management network too`, isDim: true}]];
				return (
					<>
						<Box height={listHeight} flexShrink={0}>
							<Box width={formWidth} flexShrink={0} flexDirection='column'><Lines of={lines.slice(first)} height={listHeight} width={formWidth}/></Box>
							<Box marginLeft={2} flexDirection='column'><Lines of={beside} height={listHeight}/></Box>
						</Box>
						<Lines of={messageLines(state, validateLab(state.draft), width)} height={messageRows} width={width}/>
					</>
				);
			}}
		</Frame>
	);
}
