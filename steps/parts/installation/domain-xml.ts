import type {Installer} from '../../../source/lab/installer.js';
import type {Lab} from '../../../source/lab/lab.js';
import {networkMac} from '../../../source/lab/mac.js';
import {cpuModeMark, virtTypeMark} from '../domain-xml.js';

/**
The installer's domain: the empty disk first, so that it boots what was installed once there is something; the ISO; VNC on the server's loopback alone. The NIC
sits where it will sit in the nodes.
*/
export const installerXml = (lab: Lab, {name, uuid, iso, disk, helper, console}: Installer): string => `<domain type='${virtTypeMark}'>
  <name>${name}</name>
  <uuid>${uuid}</uuid>
  <title>dpu-wizard ${lab.name}: installs the golden image</title>
  <metadata>
    <dpu-wizard:lab xmlns:dpu-wizard='urn:dpu-wizard:lab' id='${lab.id}'/>
  </metadata>
  <memory unit='MiB'>4096</memory>
  <vcpu>2</vcpu>
  <os>
    <type arch='x86_64' machine='q35'>hvm</type>
    <boot dev='hd'/>
    <boot dev='cdrom'/>
  </os>
  <features><acpi/><apic/></features>
  <cpu mode='${cpuModeMark}'/>
  <clock offset='utc'/>
  <on_poweroff>destroy</on_poweroff>
  <on_reboot>restart</on_reboot>
  <on_crash>restart</on_crash>
  <devices>
    <controller type='pci' index='0' model='pcie-root'/>
${Array.from({length: 10}, (_, index) => `    <controller type='pci' index='${index + 1}' model='pcie-root-port'/>`).join('\n')}
    <disk type='file' device='disk'>
      <driver name='qemu' type='qcow2' discard='unmap'/>
      <source file='${disk}'/>
      <target dev='vda' bus='virtio'/>
      <address type='pci' domain='0x0000' bus='0x04' slot='0x00' function='0x0'/>
    </disk>
    <disk type='file' device='cdrom'><driver name='qemu' type='raw'/><source file='${iso}'/><target dev='sda' bus='sata'/><readonly/></disk>
    <disk type='file' device='cdrom'><driver name='qemu' type='raw'/><source file='${helper}'/><target dev='sdb' bus='sata'/><readonly/></disk>
    <interface type='network'><mac address='${networkMac(name, 'mgmt')}'/><source network='${lab.managementNetwork}'/><model type='virtio'/><address type='pci' domain='0x0000' bus='0x01' slot='0x00' function='0x0'/></interface>
    <serial type='pty'><log file='${console}' append='on'/><target port='0'/></serial>
    <console type='pty'><target type='serial' port='0'/></console>
    <input type='tablet' bus='usb'/>
    <graphics type='vnc' port='-1' autoport='yes' listen='127.0.0.1'><listen type='address' address='127.0.0.1'/></graphics>
    <video><model type='vga'/></video>
  </devices>
</domain>
`;
