import type {Program} from '../program.js';
import {aptGet} from './apt-get.js';
import {aptMark} from './apt-mark.js';
import {bash} from './bash.js';
import {chown} from './chown.js';
import {cloudInit} from './cloud-init.js';
import {cp} from './cp.js';
import {curl} from './curl.js';
import {date} from './date.js';
import {dnf} from './dnf.js';
import {dpkg} from './dpkg.js';
import {env} from './env.js';
import {flock} from './flock.js';
import {getent} from './getent.js';
import {grep} from './grep.js';
import {hostname} from './hostname.js';
import {id} from './id.js';
import {install} from './install.js';
import {ip} from './ip.js';
import {mktemp} from './mktemp.js';
import {modprobe} from './modprobe.js';
import {networkctl} from './networkctl.js';
import {nft} from './nft.js';
import {nmcli} from './nmcli.js';
import {ovsAppctl} from './ovs-appctl.js';
import {ovsOfctl} from './ovs-ofctl.js';
import {ovsVsctl} from './ovs-vsctl.js';
import {ping} from './ping.js';
import {podman} from './podman.js';
import {qemuImg} from './qemu-img.js';
import {resolvectl} from './resolvectl.js';
import {sha256sum} from './sha256sum.js';
import {sleep} from './sleep.js';
import {ssh} from './ssh.js';
import {sshKeygen} from './ssh-keygen.js';
import {stat} from './stat.js';
import {sudo} from './sudo.js';
import {swapoff} from './swapoff.js';
import {sync} from './sync.js';
import {sysctl} from './sysctl.js';
import {systemctl} from './systemctl.js';
import {tail} from './tail.js';
import {timeout} from './timeout.js';
import {touch} from './touch.js';
import {trap} from './trap.js';
import {udevadm} from './udevadm.js';
import {umask} from './umask.js';
import {uname} from './uname.js';
import {virsh} from './virsh.js';
import {xorriso} from './xorriso.js';

/**
Every stand-in by the name of its program.
*/
export const programs: ReadonlyMap<string, Program> = new Map<string, Program>([
	['apt-get', aptGet],
	['apt-mark', aptMark],
	['bash', bash],
	['chown', chown],
	['cloud-init', cloudInit],
	['cp', cp],
	['curl', curl],
	['date', date],
	['dnf', dnf],
	['dpkg', dpkg],
	['env', env],
	['flock', flock],
	['getent', getent],
	['grep', grep],
	['hostname', hostname],
	['id', id],
	['install', install],
	['ip', ip],
	['mktemp', mktemp],
	['modprobe', modprobe],
	['networkctl', networkctl],
	['nft', nft],
	['nmcli', nmcli],
	['ovs-appctl', ovsAppctl],
	['ovs-ofctl', ovsOfctl],
	['ovs-vsctl', ovsVsctl],
	['ping', ping],
	['podman', podman],
	['qemu-img', qemuImg],
	['resolvectl', resolvectl],
	['sha256sum', sha256sum],
	['sleep', sleep],
	['ssh', ssh],
	['ssh-keygen', sshKeygen],
	['stat', stat],
	['sudo', sudo],
	['swapoff', swapoff],
	['sync', sync],
	['sysctl', sysctl],
	['systemctl', systemctl],
	['tail', tail],
	['timeout', timeout],
	['touch', touch],
	['trap', trap],
	['udevadm', udevadm],
	['umask', umask],
	['uname', uname],
	['virsh', virsh],
	['xorriso', xorriso],
]);
