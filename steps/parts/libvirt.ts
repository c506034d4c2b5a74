import type {Lab} from '../../source/lab/lab.js';
import {
	type Command,
	type Fragment,
	fragment,
	sh,
	shellFragment,
} from '../../source/shell/command.js';
import {cpuModeMark, virtTypeMark} from './domain-xml.js';

/**
Sets `virt_type` and `cpu_mode` in the shell. `virsh capabilities` may list kvm where guests hang or /dev/kvm is missing (testbed.md 10.1), so
the device itself is asked. Without acceleration it says so: everything takes ten times as long.
*/
function chooseVirtType(lab: Lab): Fragment {
	const type = lab.variables.VIRT_TYPE;
	if (type === 'kvm' || type === 'qemu') {
		return shellFragment`virt_type=${type} cpu_mode=${type === 'kvm' ? 'host-passthrough' : 'maximum'}`;
	}

	return fragment(`virt_type=kvm cpu_mode=host-passthrough
if ! sudo test -r /dev/kvm -a -w /dev/kvm; then
  echo "This server has no usable /dev/kvm: the VMs run without acceleration (type qemu), slowly." >&2
  virt_type=qemu cpu_mode=maximum
fi`);
}

/**
`virsh define` or `virsh create` of an XML text whose domain type is chosen on the server.
*/
export const giveToLibvirt = (lab: Lab, verb: 'define' | 'create', xml: string): Command => sh`
	${chooseVirtType(lab)}
	sed -e "s/${fragment(virtTypeMark)}/$virt_type/" -e "s/${fragment(cpuModeMark)}/$cpu_mode/" <<'EOF' | sudo virsh ${verb} /dev/stdin
	${fragment(xml.trimEnd())}
	EOF
`;

/**
Stops, in words, where a domain of that name is not this lab's. The marker is the UUID, which is made of the lab's id; the sentence says whose the
domain seems to be, so that a person can go and ask.
*/
export const refuseForeignDomain = (name: string, uuid: string): Command => sh`
	name=${name}
	found=$(sudo virsh domuuid "$name" 2>/dev/null || true)
	if [ -n "$found" ] && [ "$found" != ${uuid} ]; then
	  lab=$(sudo virsh dumpxml "$name" | sed -n "s/.*dpu-wizard:lab .*id=['\"]\([^'\"]*\)['\"].*/\1/p")
	  owner="another lab of dpu-wizard, $lab"
	  [ -n "$lab" ] || owner='somebody who made it by hand or with another tool: it has no mark'
	  disk=$(sudo virsh domblklist "$name" | awk 'NR > 2 && $2 != "-" {print $2; exit}')
	  details="UUID $found, $(sudo virsh domstate "$name" | head -n 1), disk $(test -n "$disk" && echo "$disk" || echo none)$(sudo stat -c ', owner %U, changed %.16y' -- "$disk" 2>/dev/null || true)"
	  echo "The domain $name on this server is not this lab's. It seems to belong to $owner. It is left as it is ($details)." >&2
	  echo "Give this lab's node another name, or ask the owner to remove that domain." >&2
	  exit 1
	fi
`;

/**
Succeeds where libvirt has none of these domains; fails where libvirt cannot be asked, instead of taking that for an answer.
*/
export const noDomain = (uuids: readonly string[]): Command => sh`
	if command -v virsh >/dev/null; then
	  defined=$(sudo virsh list --all --uuid) || exit 1
	  ! grep -qxF ${uuids.flatMap(uuid => ['-e', uuid])} <<<"$defined" || exit 1
	fi
`;

/**
Succeeds where none of these files is on the server.
*/
export const noFile = (paths: readonly string[]): Command => sh`${fragment(paths.map(path => sh`! sudo test -e ${path}`.text).join(' && '))} || exit 1`;

/**
Says so where a domain of that name is somebody else's, and stays.
*/
export const sayForeignDomain = (name: string, uuid: string): Command => sh`
	found=$(sudo virsh domuuid ${name} 2>/dev/null || true)
	if [ -n "$found" ] && [ "$found" != ${uuid} ]; then echo ${`The domain ${name} is not this lab's: it is left as it is.`}; fi
`;

/**
Stops, in words, where any domain at all still uses a file.
*/
export const refuseWhileUsed = (file: string): Command => sh`
	if command -v virsh >/dev/null; then
	  domains=$(sudo virsh list --all --name) || exit 1
	  for domain in $domains; do
	    if sudo virsh domblklist "$domain" | awk '{print $2}' | grep -qxF ${file}; then
	      echo ${`${file} is still used by the domain`}" $domain: undo its definition first." >&2
	      exit 1
	    fi
	  done
	fi
`;
