import {expect, test} from 'vitest';
import {offeredSteps, type RehearsedLab, rehearsedLab} from './harness.js';
import {attendedLabs} from './covering-labs.js';
import {runToTheEnd} from './journey.js';
import {shellOn} from './shell.js';
import {tearDown, tearDownClusters} from './undone.js';

const folder = attendedLabs['mirror in a folder'].MIRROR;

/**
Fills the folder on the person's machine, and brings it to the server as the last step of the stage tells a person to.
*/
async function fill(lab: RehearsedLab): Promise<void> {
	const {steps} = lab.session.plan.stages.find(({id}) => id === 'mirror')!;
	const asked: string[] = [];
	const {state, trouble} = await lab.runSteps(steps, {
		async onTrouble({step: {id}, reason}) {
			asked.push(id);
			if (id !== 'mirror.bring' || asked.length > 1) {
				return {kind: 'stop'};
			}

			expect(reason).toContain('~/dpu-wizard-mirror');
			const {local, server} = lab.rehearsal.world;
			const entries = (machine: typeof local, ...path: readonly string[]) => {
				let inode = machine.root;
				for (const name of path) {
					const found = inode.entries.get(name);
					expect(found?.kind, name).toBe('directory');
					inode = found as typeof inode;
				}

				return inode.entries;
			};

			const filled = entries(local, 'home', 'you').get('dpu-wizard-mirror')!;
			await shellOn(lab)('server', `mkdir -p ${folder}`);
			entries(server, 'srv').set('mirror', structuredClone({...filled, mode: 0o755}));
			return {kind: 'mark-done'};
		},
	});
	expect({state, asked, trouble: state === 'done' ? undefined : trouble}).toEqual({state: 'done', asked: ['mirror.bring'], trouble: undefined});
	const again = await lab.runSteps(steps);
	expect([...again.ends].filter(([, end]) => end !== 'already done')).toEqual([]);
}

/**
What the server needs before its cable is pulled out.
*/
async function pullOut(lab: RehearsedLab): Promise<void> {
	const {state, trouble} = await lab.run({only: ['base-vm.packages']});
	expect({state, trouble}).toEqual({state: 'done', trouble: undefined});
	const python = await shellOn(lab)('server', '{ command -v dnf >/dev/null && dnf install -y python3; } || { apt-get update && apt-get install -y python3; }');
	expect(python.status, python.output).toBe(0);
	delete lab.rehearsal.world.server.network.links.get('eno1')!.wire;
	const cut = await shellOn(lab)('server', 'curl -fsS https://get.helm.sh/helm-v3.19.0-linux-amd64.tar.gz');
	expect(cut.output).toContain('Could not resolve host');
}

test('a lab whose server has no way to the internet takes everything from a folder, offload and its clusters too', async () => {
	const lab = rehearsedLab({variables: attendedLabs['mirror in a folder']});
	await fill(lab);
	const {status} = await shellOn(lab)('server', 'dnf install -y firewalld && systemctl enable --now firewalld');
	expect(status).toBe(0);
	await pullOut(lab);
	await runToTheEnd(lab, {parallel: 8});
	await tearDownClusters(lab);
	const anew = await lab.runSteps(offeredSteps(lab.session.plan), {parallel: 8});
	expect({state: anew.state, trouble: anew.trouble}).toEqual({state: 'done', trouble: undefined});
	await tearDown(lab);
	const left = await shellOn(lab)('server', 'ls /etc/systemd/system; cat /etc/firewalld/zones/libvirt.ports; curl -fs http://192.168.122.1:8081/');
	expect(left.output).toBe('');
}, 600_000);

test('a folder for a lab that is installed from an ISO holds that, and a device plugin that is published', async () => {
	const lab = rehearsedLab({variables: attendedLabs['mirror with an installer']});
	await fill(lab);
	const {output} = await shellOn(lab)('server', `cd ${folder} && find images containers -maxdepth 1 -type f | sort`);
	expect(output.split('\n')).toEqual(expect.arrayContaining(['images/fedora.iso', 'containers/dpu-sim-dp-latest.tar']));
	expect(output).not.toContain('qcow2');
}, 200_000);

test('a lab of Debian takes everything from a web server of its site', async () => {
	const lab = rehearsedLab({variables: attendedLabs['mirror of a site']}, {serverFamily: 'debian'});
	await pullOut(lab);
	const network = await lab.run({only: ['base-vm.daemons', 'base-vm.bridge-filter', 'base-vm.default-network']});
	expect({state: network.state, trouble: network.trouble}).toEqual({state: 'done', trouble: undefined});
	await serve(lab);
	await fill(lab);
	await runToTheEnd(lab, {parallel: 8});
}, 600_000);

/**
The site's web server, which happens to be the same machine.
*/
async function serve(lab: RehearsedLab): Promise<void> {
	const {status, output} = await shellOn(lab)('server', `cat >/etc/systemd/system/site.service <<'EOF'
[Service]
ExecStart=/usr/bin/python3 -m http.server 8000 --directory /srv
[Install]
WantedBy=multi-user.target
EOF
systemctl daemon-reload && systemctl enable --now site.service`);
	expect(status, output).toBe(0);
}
