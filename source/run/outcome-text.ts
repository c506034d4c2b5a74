import type {Outcome} from '../connection/connection.js';
import type {GoneReason} from '../connection/jobs/protocol.js';

const gone: Readonly<Record<GoneReason, string>> = {
	reboot: 'was running when the machine restarted, and is gone',
	killed: 'was ended together with what watched it, and is gone',
	waited: 'waited for its turn',
	unneeded: 'was not needed',
	absent: 'is gone, and its files with it',
};

/**
What became of a command, as the end of a sentence.
*/
export function describe(outcome: Outcome): string {
	switch (outcome.kind) {
		case 'exited': {
			return `ended with exit status ${outcome.code}${outcome.isDiskFull ? '; the disk there has no room left, and output may be missing' : ''}`;
		}

		case 'signalled': {
			return `was ended by ${outcome.signal}`;
		}

		case 'cancelled': {
			return 'was cancelled';
		}

		case 'detached': {
			return 'was left running';
		}

		case 'gone': {
			return gone[outcome.reason];
		}

		case 'lost': {
			return `was lost: ${outcome.reason}`;
		}
	}
}
