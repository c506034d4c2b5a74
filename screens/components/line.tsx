import {Box, Text} from 'ink';

/**
A run of text of one look.
*/
export type Segment = {
	readonly text: string;
	readonly colour?: string | undefined;
	readonly isBold?: boolean;
	readonly isDim?: boolean;
	readonly isInverse?: boolean;
};

/**
A line of a screen, as data: what a screen shows can be tested without drawing it.
*/
export type StyledLine = readonly Segment[];

type Look = Omit<Segment, 'text'>;

export const line = (text: string, look: Look = {}): StyledLine => [{text, ...look}];

export const dim = (text: string): Segment => ({text, isDim: true});
export const bold = (text: string): Segment => ({text, isBold: true});
export const inColour = (colour: string | undefined, text: string): Segment => ({text, colour});

/**
The line's text without its looks.
*/
export const textOf = (styled: StyledLine): string => styled.map(({text}) => text).join('');

type LineProps = {readonly of: StyledLine};

/**
One row, whatever it holds. Without `flexShrink={0}` surplus rows would be squeezed to nothing.
*/
export function Line({of: segments}: LineProps) {
	return (
		<Box height={1} flexShrink={0}>
			<Text wrap='truncate-end'>
				{segments.map(({text, colour, isBold = false, isDim = false, isInverse = false}, index) => (
					<Text key={index} {...(colour !== undefined && {color: colour})} bold={isBold} dimColor={isDim} inverse={isInverse}>{text}</Text>
				))}
				{segments.length === 0 && ' '}
			</Text>
		</Box>
	);
}

type LinesProps = {
	readonly of: readonly StyledLine[];
	readonly height: number;
	readonly width?: number;
};

/**
Rows of a fixed height; what does not fit is left out.
*/
export function Lines({of: lines, height, width}: LinesProps) {
	return (
		<Box flexDirection='column' flexShrink={0} height={Math.max(0, height)} {...(width !== undefined && {width})} overflow='hidden'>
			{lines.slice(0, Math.max(0, height)).map((styled, index) => <Line key={index} of={styled}/>)}
		</Box>
	);
}
