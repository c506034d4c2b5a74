import process from 'node:process';
import {Box} from 'ink';
import type {ReactNode} from 'react';
import {type Keymap, hints} from '../keys.js';
import {colours} from '../theme.js';
import {useWizard} from '../wizard-context.js';
import {Overlay} from './overlay.js';
import {Line, type StyledLine} from './line.js';
import {cut, fit, widthOf} from './text.js';

export type BodySize = {readonly width: number; readonly height: number};

type FrameProps = {
	readonly title: string;
	readonly keymap: Keymap<unknown>;
	readonly children: (size: BodySize) => ReactNode;
};

const headerRows = 2;
const footerRows = 2;

// Windows clears the whole screen for a frame as tall as the window.
const frameRows = (rows: number) => process.platform === 'win32' ? rows - 1 : rows;

/**
What is around every screen: whose lab this is above, what was said and the keys below. Never taller than the window.
*/
export function Frame({title, keymap, children}: FrameProps) {
	const {state, size, isCovered, services} = useWizard();
	const rows = frameRows(size.rows);
	const body = {width: size.columns - 2, height: Math.max(1, rows - headerRows - footerRows)};
	return (
		<Box flexDirection='column' width={size.columns} height={rows} overflow='hidden' paddingX={1}>
			<Line of={header(title, body.width, state.definition, services.rehearsal.isOn)}/>
			<Line of={[{text: '─'.repeat(body.width), isDim: true}]}/>
			<Box display={isCovered ? 'none' : 'flex'} flexDirection='column' height={body.height} flexShrink={0} overflow='hidden'>
				{children(body)}
			</Box>
			{isCovered && <Overlay {...body}/>}
			<Line of={[{text: cut(state.status, body.width), colour: colours.local}]}/>
			<Line of={[{text: footer(keymap, body.width), isDim: true}]}/>
		</Box>
	);
}

function header(title: string, width: number, lab: {readonly name: string; readonly server?: string} | undefined, isRehearsal: boolean): StyledLine {
	const left = `dpu-wizard ▸ ${title}`;
	const server = lab?.server ?? 'no server yet';
	const whose = lab === undefined ? 'no lab' : `lab ${lab.name}${isRehearsal ? '' : ` · ${server}`}`;
	const right = isRehearsal ? `REHEARSAL · ${whose}` : whose;
	return [
		{text: fit(left, Math.max(widthOf(left) + 1, width - widthOf(right))), isBold: true, colour: colours.accent},
		{text: right, colour: colours.server, isBold: isRehearsal},
	];
}

// The way back is named last, and stays when there is no room for all.
function footer(keymap: Keymap<unknown>, width: number): string {
	const parts = [...hints(keymap), ...(keymap.onText ? [] : ['? keys'])];
	const kept = [...parts];
	while (kept.length > 2 && widthOf(kept.join(' · ')) > width) {
		kept.splice(-3, 1);
	}

	return cut(kept.join(' · '), width);
}
