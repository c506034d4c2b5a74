import type {Program} from '../program.js';
import {aptGet} from './apt-get.js';
import {aptMark} from './apt-mark.js';
import {bash} from './bash.js';
import {chown} from './chown.js';
import {cloudInit} from './cloud-init.js';
import {cp} from './cp.js';
import {crictl} from './crictl.js';
import {curl} from './curl.js';
import {date} from './date.js';
import {debmirror} from './debmirror.js';
import {df} from './df.js';
import {dnf} from './dnf.js';
import {dpkg} from './dpkg.js';
import {dpkgQuery} from './dpkg-query.js';
import {env} from './env.js';
import {firewallCmd} from './firewall-cmd.js';
import {flock} from './flock.js';
import {getent} from './getent.js';
import {git} from './git.js';
import {grep} from './grep.js';
import {helm} from './helm/index.js';
import {hostname} from './hostname.js';
import {id} from './id.js';
import {ifup} from './ifup.js';
import {install} from './install.js';
import {ip} from './ip.js';
import {kubeadm} from './kubeadm/index.js';
import {kubectl} from './kubectl/index.js';
import {make} from './make.js';
import {mktemp} from './mktemp.js';
import {modprobe} from './modprobe.js';
import {mount} from './mount.js';
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
import {compgen} from './compgen.js';
import {containerd, crio} from './runtimes.js';
import {rpm} from './rpm.js';
import {sha256sum} from './sha256sum.js';
import {skopeo} from './skopeo.js';
import {sleep} from './sleep.js';
import {sshKeygen} from './ssh-keygen.js';
import {ssh} from './ssh.js';
import {stat} from './stat.js';
import {sudo} from './sudo.js';
import {swapoff} from './swapoff.js';
import {sync} from './sync.js';
import {sysctl} from './sysctl.js';
import {systemctl} from './systemctl.js';
import {tail} from './tail.js';
import {tar} from './tar.js';
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
	['containerd', containerd],
	['cp', cp],
	['crictl', crictl],
	['crio', crio],
	['curl', curl],
	['date', date],
	['debmirror', debmirror],
	['df', df],
	['dnf', dnf],
	['dpkg', dpkg],
	['dpkg-query', dpkgQuery],
	['dw-compgen', compgen],
	['env', env],
	['firewall-cmd', firewallCmd],
	['flock', flock],
	['getent', getent],
	['git', git],
	['grep', grep],
	['helm', helm],
	['hostname', hostname],
	['id', id],
	['ifup', ifup],
	['install', install],
	['ip', ip],
	['kubeadm', kubeadm],
	['kubectl', kubectl],
	['make', make],
	['mktemp', mktemp],
	['modprobe', modprobe],
	['networkctl', networkctl],
	['mount', mount],
	['nft', nft],
	['nmcli', nmcli],
	['ovs-appctl', ovsAppctl],
	['ovs-ofctl', ovsOfctl],
	['ovs-vsctl', ovsVsctl],
	['ping', ping],
	['podman', podman],
	['qemu-img', qemuImg],
	['resolvectl', resolvectl],
	['rpm', rpm],
	['sha256sum', sha256sum],
	['skopeo', skopeo],
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
	['tar', tar],
	['timeout', timeout],
	['touch', touch],
	['trap', trap],
	['udevadm', udevadm],
	['umask', umask],
	['uname', uname],
	['virsh', virsh],
	['xorriso', xorriso],
]);
