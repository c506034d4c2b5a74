import {type Command, sh} from '../../source/shell/command.js';
import {helm} from './kubectl.js';

export const releaseName = 'ovn-kubernetes';

/**
Stops at a release that was broken off: helm can neither go on with it nor install over it, and removing it is for a person to decide.
*/
export const refuseBrokenRelease = (undo: string): Command => sh`
	status=$(${helm`status ${releaseName}`} 2>/dev/null | sed -n "s/^STATUS: //p" || true)
	case $status in
	  pending-* | failed | uninstalling)
	    echo "The release is $status: an earlier attempt was broken off." >&2
	    echo ${`Remove it with: dpu-wizard undo ${undo}. Then run the step again.`} >&2
	    exit 1
	    ;;
	esac
`;

export const isDeployed: Command = sh`sudo timeout 3 helm --kubeconfig /etc/kubernetes/admin.conf status ${releaseName} 2>/dev/null | grep -qx "STATUS: deployed"`;
