import {expect, test} from 'vitest';
import {openRehearsal} from '../../../source/rehearsal/open.js';
import {installPackage} from '../../../source/rehearsal/packages/install.js';
import {loginName} from '../../../source/rehearsal/make-world.js';
import {runScript} from '../../../source/rehearsal/script.js';

async function onServer(script: string, {rehearsal} = openRehearsal({speed: Infinity})) {
	const {server} = rehearsal.world;
	for (const name of ['libvirt', 'iproute', 'qemu-img', 'xorriso', 'openssh-clients', 'nftables', 'jq', 'skopeo']) {
		installPackage(server, name);
	}

	let output = '';
	const status = await runScript(script, {
		rehearsal,
		machine: server,
		user: server.users.get(loginName)!,
		signal: new AbortController().signal,
		onOutput(_stream, bytes) {
			output += typeof bytes === 'string' ? bytes : new TextDecoder().decode(bytes);
		},
	});
	return {status, output};
}

test.each([
	['sudo virsh list', 'Failed to connect socket'],
	['sudo systemctl start libvirtd.socket; virsh list', 'authentication unavailable'],
	['sudo systemctl start libvirtd.socket; sudo virsh lst', 'unknown command'],
	['sudo systemctl start libvirtd.socket; sudo virsh list --every', 'doesn\'t support option --every'],
	['sudo systemctl start libvirtd.socket; echo "<network><name>x</nam></network>" | sudo virsh net-define /dev/stdin', 'tag mismatch'],
	['sudo systemctl start libvirtd.socket; sudo virsh start nobody', 'failed to get domain'],
	['systemctl start libvirtd.socket', 'authentication required'],
	['sudo systemctl enable --now nothing.service', 'does not exist'],
	['qemu-img create -f qcow2 -b /none.qcow2 -F qcow2 /tmp/a.qcow2', 'No such file'],
	['qemu-img create -f qcow2 -b /none.qcow2 /tmp/a.qcow2', 'without backing format'],
	['qemu-img create --quick /tmp/a.qcow2 1G', 'unrecognized option'],
	['dnf install -y jq', 'superuser privileges'],
	['sudo dnf install -y no-such-package', 'No match for argument: no-such-package'],
	['sudo dnf install --disableexcludes=all -y tcpdump', 'Unknown argument'],
	['ip link add br0 type bridge', 'Operation not permitted'],
	['sudo ip link add br0 type brigde', '"type" argument is required'],
	['sudo ip link set nobody up', 'Cannot find device'],
	['xorriso -as mkisofs -o /tmp/a.iso -Q /tmp', 'Unrecognized option'],
	['sudo sysctl -w net.bridge.bridge-nf-call-iptables=0', 'No such file or directory'],
	['echo "table ip a {" | sudo nft -f /dev/stdin', 'syntax error'],
	['curl --silnt http://127.0.0.1/', 'is unknown'],
	['curl --fail --silent --show-error https://example.invalid/none', '404'],
	['ssh-keygen -q -t ed25519 -f /tmp/key', 'passphrase'],
	['sudo install -m 644 /tmp/none /tmp/a', 'No such file'],
	['mktemp /tmp/short', 'too few X'],
	['trap "echo" EXITT', 'invalid signal'],
	['sudo systemctl start libvirtd.socket; sudo virsh suspend nobody', 'failed to get domain'],
	['sudo systemctl start libvirtd.socket; sudo virsh snapshot-create-as nobody a --descripton b', 'doesn\'t support option --descripton'],
	['qemu-img check -q /etc/hostname', 'does not support checks'],
	['df --output=free /', 'field ‘free’ unknown'],
	['df --output=avail /none', 'No such file'],
	['date -s @1', 'Operation not permitted'],
	['rpm -qa --qf "%{NAMES}"', 'unknown tag: "NAMES"'],
	['rpm -q nothing-there', 'package nothing-there is not installed'],
	['sudo mount LABEL=NOTHING /mnt', 'can\'t find LABEL=NOTHING'],
	['sudo dnf remove -y systemd', 'protected packages'],
	['skopeo copy oci-archive:/tmp/none.tar docker://127.0.0.1:5000/a:b', 'no such file'],
	['echo a >/tmp/a.tar; skopeo copy oci-archive:/tmp/a.tar docker://127.0.0.1:5000/a:b', 'unexpected EOF'],
])('%s is refused as by the real one', async (script, words) => {
	const {status, output} = await onServer(script);
	expect(output).toContain(words);
	expect(status).not.toBe(0);
});

test('what belongs to root is closed to the login, and open with sudo', async () => {
	const {output} = await onServer('sudo install -d -m 0700 /srv/own; echo a | sudo tee /srv/own/file >/dev/null; cat /srv/own/file || echo closed; touch /srv/own/other || echo closed; sudo cat /srv/own/file');
	expect(output).toMatch(/closed[\s\S]*closed[\s\S]*a\n$/v);
});

test('output comes as it is written, a trap runs at the end, and seconds are the lab\'s', async () => {
	const {status, output} = await onServer('trap "echo bye" EXIT\nstart=$SECONDS\nsleep 500\necho $((SECONDS - start))\nexit 3');
	expect(output).toBe('500\nbye\n');
	expect(status).toBe(3);
});

test('a lock is waited for until its time is over, and is taken as soon as its holder ends', async () => {
	const lab = openRehearsal({speed: Infinity});
	const hold = 'exec 9>>/tmp/lock; flock 9; sleep 60';
	const wait = 'sleep 1; exec 9>>/tmp/lock; flock -n 9 || echo busy; flock -w 20 9 || echo late; flock -w 100 9 && date +%s';
	const started = lab.rehearsal.clock.now();
	const [, first, second] = await Promise.all([hold, wait, wait].map(async script => onServer(script, lab)));
	// The second one has it when the first is at its end.
	const until = Math.floor((started + 60_000) / 1000);
	expect(first!.output).toBe(`busy\nlate\n${until}\n`);
	expect(second!.output).toBe(`busy\nlate\n${until}\n`);
});

test('a trap finds the functions of its script', async () => {
	const {output} = await onServer('say_bye() { echo "bye $1"; }\ntrap "say_bye you" EXIT\necho hello');
	expect(output).toBe('hello\nbye you\n');
});
