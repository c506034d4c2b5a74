import type {Measurement} from '../measurement.js';
import {eightNodes} from './eight-nodes.js';
import {firstFrameOfWizard} from './first-frame.js';
import {growth} from './growth.js';
import {install} from './install.js';
import {keyToFrame} from './keys.js';
import {output} from './output.js';
import {probes} from './probes.js';
import {start} from './start.js';
import {trivialStep} from './trivial-step.js';
import {watchers} from './watchers.js';

export const measurements: readonly Measurement[] = [start, firstFrameOfWizard, trivialStep, eightNodes, probes, growth, output, watchers, keyToFrame, install];
