/**
The cloud images that the families use unless told otherwise.
*/
export const fedoraImage = {
	url: 'https://download.fedoraproject.org/pub/fedora/linux/releases/44/Cloud/x86_64/images/Fedora-Cloud-Base-Generic-44-1.7.x86_64.qcow2',
	sha256: '28680fe5b371a5a82ebf43a31926e086a168e59949d03969c5093e7071f90b7f',
};

/**
Replaced in place with every Debian build: no sum can be pinned for it.
*/
export const debianImage = {
	url: 'https://cloud.debian.org/images/cloud/bookworm/latest/debian-12-genericcloud-amd64.qcow2',
};
