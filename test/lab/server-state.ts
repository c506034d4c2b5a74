/**
Bash for a server with libvirt: prints, sorted and without what changes by itself, everything that a lab could leave behind. Two of its outputs differ exactly
where the server does. Packages are not in it, nor what belongs to them.
*/
export const serverState = String.raw`
export LC_ALL=C
section() { printf '== %s\n' "$1"; }
section domains
sudo virsh list --all --uuid --name | sort
section networks
for network in $(sudo virsh net-list --all --name | sort); do
  sudo virsh net-info "$network" | grep -E '^(Name|UUID|Active|Persistent|Autostart|Bridge):'
  sudo virsh net-dumpxml --inactive "$network"
done
section pools
sudo virsh pool-list --all --name | sort
section links
for link in /sys/class/net/*; do
  printf '%s alias=%s master=%s\n' "$(basename "$link")" "$(cat "$link/ifalias" 2>/dev/null)" "$(basename "$(readlink "$link/master" 2>/dev/null)")"
done | sort
section mounts
findmnt -rn -o TARGET,SOURCE,FSTYPE | grep -v '^/run/user/' | sort
section sysctl
sudo sysctl -a 2>/dev/null | grep -E '^(net|vm|kernel\.(sched|panic|modules|unprivileged))' | grep -vE 'nf_conntrack_count|\.stable_secret|net\.(ipv4|ipv6|mpls)\.(conf|neigh)\.(vnet|tap|br[0-9]|virbr)|tcp_fastopen_key|tcp_mem|udp_mem|netdev_rss_key' | sort
section 'unit files'
systemctl list-unit-files --no-legend --plain | awk '{print $1, $2}' | grep -vE '^(run-|user-runtime|session-|dev-|sys-)' | sort
section 'DHCP leases and files of libvirt'
sudo find /var/lib/libvirt /etc/libvirt -not -path '/var/lib/libvirt/qemu/domain-*' -not -path '/var/lib/libvirt/images/*' -printf '%y %m %u %p\n' | sort
section 'images'
sudo find /var/lib/libvirt/images -printf '%y %m %p\n' | sort
section 'files of the system'
sudo find /etc /usr/local /opt /srv /var/lib/dpu-wizard /root -xdev \( -name '*.cache' -o -name 'resolv.conf*' -o -path /srv/images -o -path /etc/libvirt -o -path /root/.ansible \) -prune -o -printf '%y %m %u %p\n' 2>/dev/null | sort
sudo find /etc /usr/local -xdev -type f ! -name '*.cache' ! -path '/etc/libvirt/*' -exec sha256sum {} + | sort -k 2
section 'files of the login'
find "$HOME" -not -path '*/.cache*' -not -name .bash_history -printf '%y %m %p\n' | sort
section users
getent passwd | cut -d : -f 1,3 | sort
`;
