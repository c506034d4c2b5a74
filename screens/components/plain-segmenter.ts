// Characters that stand for themselves in one column and never join with their neighbours: Latin, punctuation, arrows, mathematics, boxes, and marks.
const narrow = String.raw`\u{A1}-\u{AC}\u{AE}-\u{2FF}\u{2010}-\u{2027}\u{2030}-\u{205E}\u{2190}-\u{21FF}\u{2200}-\u{22FF}\u{2500}-\u{25FC}\u{2713}\u{2717}\u{276F}`;
const everyNarrow = new RegExp(String.raw`^[\u{20}-\u{7E}${narrow}]*$`, 'v');
// All of ASCII but the carriage return, which is one grapheme with a line feed after it.
const everyAlone = new RegExp(String.raw`^[[\p{ASCII}${narrow}]--\r]*$`, 'v');

/**
Whether a text has as many columns as characters, seen at a glance; some that have are not seen.
*/
export const isNarrow = (text: string): boolean => everyNarrow.test(text);

type Segment = {readonly segment: string; readonly index: number};

/**
What `Intl.Segments` has that is asked for.
*/
type Segments = Iterable<Segment> & {readonly containing: (index?: number) => Segment | undefined};

/**
`Intl.Segmenter` for graphemes that asks it only where it has to. Making the first one takes 20 ms, and what a frame holds is nearly all ASCII: the build gives this
one to Ink and to what Ink draws with as well.
*/
export class PlainSegmenter {
	#segmenter: Intl.Segmenter | undefined;

	segment(text: string): Segments {
		if (everyAlone.test(text)) {
			const segments = Array.from(text, (segment, index) => ({segment, index}));
			return Object.assign(segments, {containing: (index = 0) => segments[Math.trunc(index)]});
		}

		// Not by its name: that is this class itself in the bundle.
		const {Segmenter} = Intl;
		this.#segmenter ??= new Segmenter();
		return this.#segmenter.segment(text);
	}
}
